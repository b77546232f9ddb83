package multiprocessing.testkit;

import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves something behind: a process, a thread, or a named thing in the temporary
 * folder or in shared memory.
 *
 * <p>What counts, if it was not there before the test:
 *
 * <ul>
 *   <li>each descendant of this JVM, a zombie too, and each orphan of the library's making;
 *   <li>each entry {@code mp-*} of the folder {@code java.io.tmpdir}, and each entry of {@code
 *       /dev/shm};
 *   <li>each thread that is not a daemon, and each that is named {@code mp-*}.
 * </ul>
 *
 * <p>After the test every {@link Quiesce} is called, then up to five seconds are given for things
 * to go away by themselves. Descendants still there are reported and killed, so that a leak in one
 * test is no fault of the next. Things that visibly belong to a living process outside this JVM's
 * family are let pass, because test runs share a machine.
 */
public final class NothingLeft implements BeforeEachCallback, AfterEachCallback {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(NothingLeft.class);

  /** Made by JUnit. */
  public NothingLeft() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put(Surroundings.class, Surroundings.now());
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Surroundings before = context.getStore(NAMESPACE).get(Surroundings.class, Surroundings.class);
    if (before == null) {
      return; // an extension before this one failed, and no test was run
    }
    for (Quiesce quiesce : ServiceLoader.load(Quiesce.class)) {
      quiesce.quiesce();
    }
    AtomicReference<List<String>> left = new AtomicReference<>();
    boolean clean =
        Eventually.poll("nothing is left of the test", LIMIT, () -> lookInto(left, before));
    if (!clean) {
      before.newDescendants().forEach(ProcessHandle::destroyForcibly);
      throw new AssertionError(
          "left behind by the test, "
              + LIMIT.toSeconds()
              + " s after it:\n  - "
              + String.join("\n  - ", left.get()));
    }
  }

  private static boolean lookInto(AtomicReference<List<String>> left, Surroundings before) {
    left.set(before.leftovers());
    return left.get().isEmpty();
  }
}
