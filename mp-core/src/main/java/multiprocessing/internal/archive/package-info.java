/** Archives of loaded classes, which shorten the boot of child JVMs. */
package multiprocessing.internal.archive;
