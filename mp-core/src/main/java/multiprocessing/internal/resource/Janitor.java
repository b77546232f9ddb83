package multiprocessing.internal.resource;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import multiprocessing.ProcessException;

/** A tiny shell process that removes a family's folder once every member of the family is gone. */
final class Janitor {
  /*
   * Protocol: the script makes the FIFO "life", opens it, says "ready", and reads from the FIFO until the kernel
   * reports end-of-file, which it does when no process has the FIFO open for writing any more: every member of the
   * family holds it open from its first moment to its last, however it ends. No list of process ids is kept, so
   * none can be stale. Until the founder has opened the FIFO, or is dead, which both end the script's standard input,
   * the script itself holds it open for writing: so neither can it miss a family that lives for an instant only, nor
   * take one that has not begun for dead.
   *
   * The janitor has its own session and ignores the terminal's signals, so that Ctrl-C cannot end it before the
   * family. One that is killed all the same is replaced by the founder: the FIFO is there already then. A child that
   * starts while its parent dies may put a file into the folder while it is removed: hence the second attempt.
   */
  private static final String SCRIPT =
      "trap '' HUP INT QUIT TERM; cd /; [ -p \"$1/life\" ] || mkfifo -m 600 \"$1/life\" || exit 1;"
          + " exec 3<>\"$1/life\" 4<\"$1/life\"; echo ready; read -r line;"
          + " exec >/dev/null <&4 3>&- 4<&-; while read -r line; do :; done;"
          + " rm -rf \"$1\" || rm -rf \"$1\"";

  private final Process shell;

  private Janitor(Process shell) {
    this.shell = shell;
  }

  /** Starts the janitor of a folder and returns once the FIFO "life" exists in it. */
  static Janitor start(Path folder) {
    ProcessBuilder builder = new ProcessBuilder(command(folder));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.directory(new File("/"));
    try {
      Process shell = builder.start();
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
      if (!"ready".equals(answer.readLine())) {
        shell.destroyForcibly();
        throw new IOException("mkfifo failed in " + folder);
      }
      return new Janitor(shell);
    } catch (IOException e) {
      throw new ProcessException(
          "cannot start the janitor of "
              + folder
              + ": "
              + e.getMessage()
              + "; the commands sh, mkfifo and rm must be on this system's PATH",
          e);
    }
  }

  /** From here on the family lives as long as any process has the FIFO open. */
  void familyHasBegun() throws IOException {
    shell.getOutputStream().close();
  }

  /** Calls back, in another thread, when the janitor has ended or was killed. */
  void whenEnded(Runnable action) {
    CompletableFuture<Void> ignored = shell.onExit().thenRun(action);
  }

  /** Waits until the janitor has ended by itself, which it does after its family. */
  boolean awaitEnd(long limitMillis) throws InterruptedException {
    return shell.waitFor(limitMillis, TimeUnit.MILLISECONDS);
  }

  private static List<String> command(Path folder) {
    boolean ownSession = Files.isExecutable(Path.of("/usr/bin/setsid"));
    return ownSession
        ? List.of("/usr/bin/setsid", "sh", "-c", SCRIPT, "mp-janitor", folder.toString())
        : List.of("sh", "-c", SCRIPT, "mp-janitor", folder.toString());
  }
}
