/** Programs that show the library at work; {@code Examples} lists and runs them. */
package multiprocessing.examples;
