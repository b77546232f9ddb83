/** The doors for extenders: how objects become bytes, and how a child JVM is launched. */
package multiprocessing.spi;
