/**
 * Starts real child JVMs under test, kills them at a named point, and proves that nothing is left.
 *
 * <p>{@code @ProcessTest} on a test class is the usual way in: each test has a hard limit watched
 * by another thread, and after it no process, thread, file or segment is left.
 */
package multiprocessing.testkit;
