/** Every way to launch a program that uses the library, for real. */
package multiprocessing.launch;
