package multiprocessing.internal.launch;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The pipe from parent to child, moved out of the way of whatever reads standard input. */
final class ControlChannel {
  /*
   * A ProcessBuilder gives a child no pipe but its standard streams. So the pipe arrives as descriptor 0, and a shell
   * moves it to 3 and puts /dev/null in its place before it becomes the JVM: native code, or a process that inherits the
   * child's standard input, reads an empty file and not the parent's words. The main class is told by its argument.
   * Programs that the JVM starts do not inherit descriptor 3: it closes all from there on.
   */
  /** The main class's argument where the pipe is descriptor 3. */
  static final String MOVED = "3";

  private static final Path SHELL = Path.of("/bin/sh");

  /** What stands before the command of a JVM to move its pipe. */
  static final List<String> BY_SHELL =
      List.of(SHELL.toString(), "-c", "exec 3<&0 </dev/null; exec \"$@\"", "mp");

  /** In the child: where the pipe is; set once, before anything else happens. */
  private static volatile String descriptor = "0";

  private ControlChannel() {}

  /** Whether the pipe can be moved; a java that is not there is told by the system itself. */
  static boolean canBeMoved(Path java) {
    return Files.isExecutable(SHELL) && Files.isExecutable(java);
  }

  /** In the child: the pipe, also if a launcher has done without the shell. */
  static InputStream open(String[] arguments) {
    if (arguments.length == 1 && arguments[0].equals(MOVED)) {
      try {
        InputStream pipe = new FileInputStream("/dev/fd/" + MOVED);
        descriptor = MOVED;
        return pipe;
      } catch (IOException e) {
        return System.in; // it was not moved
      }
    }
    return System.in;
  }

  /** In the child: writes a command to itself. */
  static void tellSelf(byte command) {
    try (FileOutputStream pipe = new FileOutputStream("/proc/self/fd/" + descriptor)) {
      pipe.write(command);
    } catch (IOException e) {
      // no /proc here: the end takes 300 ms longer
    }
  }
}
