/**
 * Makes processes wait for each other: Python's {@code multiprocessing.synchronize}.
 *
 * <p>Each object can be used by any thread of any process of the family: as an argument of a task,
 * captured by it, or sent over a connection, it is the same one there. Its name lives as long as
 * any process has it. All that several processes agree on is in words of shared memory, changed in
 * single steps, so that a process that is killed at any instant leaves nothing half done here.
 */
package multiprocessing.sync;
