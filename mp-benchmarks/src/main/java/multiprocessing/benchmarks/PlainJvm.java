package multiprocessing.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Path;

/** A JVM with no options that computes what it is told to; nothing of the library is in use. */
final class PlainJvm implements AutoCloseable {
  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;

  PlainJvm() throws IOException {
    this.process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.orders = process.outputWriter(UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  void begin(int tasks, int steps) throws IOException {
    orders.write(tasks + " " + steps + "\n");
    orders.flush();
  }

  /** How long it took for what was begun last. */
  long awaitNanos() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("a plain JVM has ended: pid=" + process.pid());
    }
    return Long.parseLong(answer);
  }

  @Override
  public void close() throws IOException {
    orders.close();
  }

  /** What runs in that JVM, until its stdin ends. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
      PrintStream out = new PrintStream(System.out, true, UTF_8);
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", -1);
        out.println(nanos(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
      }
    }

    private static long nanos(int tasks, int steps) {
      int expected = Tasks.compute(steps);
      long start = System.nanoTime();
      for (int i = 0; i < tasks; i++) {
        if (Tasks.compute(steps) != expected) {
          throw new IllegalStateException("wrong result");
        }
      }
      return System.nanoTime() - start;
    }
  }
}
