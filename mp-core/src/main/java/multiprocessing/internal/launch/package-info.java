/** The java command line, the child's main, and watching parent and child. */
package multiprocessing.internal.launch;
