package multiprocessing.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/*
 * A phase "p" reached by process 4711 is a file "p@4711" in a folder that both sides know, put there by a
 * rename and so whole or not there. "p.released" lets all go on, now and later. Nothing else is shared,
 * so a kill -9 at any moment leaves at most a file, which Phases takes for gone with its process.
 */
/**
 * A named point in the life of a process at which a test can kill it; see {@link Phases}.
 *
 * <pre>{@code
 * pool.applyAsync(() -> Phase.reached(folder, "in-task"));
 * long pid = in.await("in-task", LIMIT);
 * in.kill("in-task", Signal.KILL);
 * }</pre>
 */
public final class Phase {
  static final String RELEASED = ".released";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Phase() {}

  /**
   * Says that this process has reached a phase, and waits until the test releases it.
   *
   * @param folder the folder that the test's {@link Phases} looks into
   * @param name letters, digits and hyphens
   * @throws IllegalStateException if it is not released within 60 s, or this thread is interrupted
   *     while it waits; the interrupt flag is then set
   */
  public static void reached(Path folder, String name) {
    publish(folder, name);
    Path released = folder.resolve(checked(name) + RELEASED);
    boolean goOn;
    try {
      goOn = Eventually.poll("release of phase " + name, LIMIT, () -> Files.exists(released));
    } catch (AssertionError e) {
      throw new IllegalStateException("interrupted in phase " + name, e);
    }
    if (!goOn) {
      throw new IllegalStateException("phase " + name + " was not released within " + LIMIT);
    }
  }

  /** Says that this process has reached a phase, and goes on at once. */
  public static void passed(Path folder, String name) {
    publish(folder, name);
  }

  static String checked(String name) {
    if (!name.matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException("phase name is not letters, digits, hyphens: " + name);
    }
    return name;
  }

  private static void publish(Path folder, String name) {
    try {
      long pid = ProcessHandle.current().pid();
      Path whole = Files.createTempFile(folder, "phase-", ".part");
      Files.move(whole, folder.resolve(checked(name) + "@" + pid), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot say that phase " + name + " is reached", e);
    }
  }
}
