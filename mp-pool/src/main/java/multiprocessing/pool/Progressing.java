package multiprocessing.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who is told of the progress of calls. */
sealed interface Progressing {

  /** The listener of one more call. */
  ProgressListener listener();

  /** The same for all calls. */
  record Given(ProgressListener listener) implements Progressing {}

  /** What this process has: a bar on its terminal, or lines in its log. */
  enum Shown implements Progressing {
    HERE;

    @Override
    public ProgressListener listener() {
      return isTerminal() ? new TerminalBar(System.err) : new ProgressLog();
    }

    /** Whether standard error is one: Linux says what is behind it, and the JDK does not. */
    private static boolean isTerminal() {
      try {
        String file = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
        return file.startsWith("/dev/pts/")
            || file.startsWith("/dev/tty")
            || file.equals("/dev/console");
      } catch (IOException | UnsupportedOperationException e) {
        return false; // closed, or no Linux
      }
    }
  }
}
