package multiprocessing.internal.resource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A tiny shell process that removes what a family left once every member of it is gone. */
final class Janitor {
  /*
   * Protocol: the script makes the FIFO "life", opens it, says "ready", and reads from the FIFO until the kernel
   * reports end-of-file, which it does when no process has the FIFO open for writing any more: every member of the
   * family holds it open from its first moment to its last, however it ends. No list of members is kept, so none can
   * be stale. Until the founder has opened the FIFO, or is dead, which both end the script's standard input,
   * the script itself holds it open for writing: so neither can it miss a family that lives for an instant only, nor
   * take one that has not begun for dead.
   *
   * The janitor has its own session and ignores the terminal's signals, so that Ctrl-C cannot end it before the
   * family. One that is killed all the same is replaced by whoever started it; if that one is dead too, by another:
   * see takeOver. Two janitors of one folder do no harm, so what is said of an old one need not be true any more
   * when the new one begins; the lock only saves processes.
   */
  private final Process shell;

  private Janitor(Process shell) {
    this.shell = shell;
  }

  /**
   * Starts the janitor of a folder, which makes it if it is to be new, and returns once the FIFO
   * "life" exists in it.
   */
  static Janitor start(Path folder, boolean isNew) throws IOException {
    try {
      Process shell = JanitorScript.process(folder, isNew).start();
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
      if (!"ready".equals(answer.readLine())) {
        shell.destroyForcibly();
        throw new IOException((isNew ? "it could not make " : "mkfifo failed in ") + folder);
      }
      return new Janitor(shell);
    } catch (IOException e) {
      throw new IOException(
          "cannot start the janitor of "
              + folder
              + ": "
              + e.getMessage()
              + "; the commands sh, mkdir and mkfifo must be on this system's PATH",
          e);
    }
  }

  /**
   * Starts a janitor for a folder whose founder is dead and that has none any more. Waits for other
   * processes that do the same.
   *
   * @return empty if the founder or a janitor lives, or the folder is gone
   */
  static Optional<Janitor> takeOver(FamilyFolder folder) throws IOException {
    if (!folder.isFounderDead() || folder.janitor().isPresent()) {
      return Optional.empty();
    }
    try (FileChannel guard =
            FileChannel.open(
                folder.path().resolve("guard"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = guard.lock()) {
      if (!lock.isValid() || folder.janitor().isPresent()) {
        return Optional.empty();
      }
      Janitor janitor = start(folder.path(), false);
      janitor.familyHasBegun();
      return Optional.of(janitor);
    } catch (NoSuchFileException e) {
      return Optional.empty();
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
}
