package multiprocessing.examples;

import java.io.PrintStream;
import java.util.List;

/**
 * One program of this jar.
 *
 * @param name what it is called on the command line
 * @param line what it shows, in one line
 * @param body the program
 */
record Example(String name, String line, Body body) {

  /** A program: its arguments in, its exit status out. */
  @FunctionalInterface
  interface Body {
    int run(List<String> arguments, PrintStream out) throws Exception;
  }
}
