package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import multiprocessing.function.SerializableCallable;
import multiprocessing.spi.KryoSerializer;
import multiprocessing.testkit.HardLimit;
import org.junit.jupiter.api.Test;

/** The stack traces of exceptions that are given to callers. */
@HardLimit(seconds = 60)
class RethrowTest {

  @Test
  void oneThatWasRebuiltHasTheCallersFramesOnce() {
    OutcomeWriter writer = new OutcomeWriter(any -> null);
    writer.failure(new IllegalArgumentException("in a worker"));
    byte[] message = Messages.of(Messages.OUTCOME, writer);
    Object outcome = new OutcomeReader(message, Messages.AFTER_TYPE, new KryoSerializer()).next();
    assertHasTheCallersFramesOnce(((OutcomeReader.Failure) outcome).thrown());
  }

  /** It may be that of many calls, or of many elements. */
  @Test
  void oneThatThePoolMadeHasTheFramesOfOneCaller() {
    assertHasTheCallersFramesOnce(Crew.terminated());
  }

  private static void assertHasTheCallersFramesOnce(Throwable thrown) {
    int before = thrown.getStackTrace().length;
    Outcome<Integer> failure = new Outcome.Failure<>(thrown);
    assertSame(thrown, assertThrows(RuntimeException.class, failure::get));
    StackTraceElement[] once = thrown.getStackTrace();
    assertTrue(
        Arrays.stream(once, before, once.length)
            .anyMatch(frame -> frame.getMethodName().equals("assertHasTheCallersFramesOnce")));
    assertSame(thrown, assertThrows(RuntimeException.class, failure::get));
    assertEquals(once.length, thrown.getStackTrace().length);
  }

  @Test
  void oneOfAThreadPoolsTaskIsLeftAsItIs() {
    IllegalArgumentException constant = new IllegalArgumentException("made once");
    StackTraceElement[] before = constant.getStackTrace();
    try (ThreadPool pool = new ThreadPool(1)) {
      SerializableCallable<Integer> task =
          () -> {
            throw constant;
          };
      assertSame(constant, assertThrows(RuntimeException.class, () -> pool.apply(task)));
      assertSame(
          constant,
          assertThrows(
              RuntimeException.class, () -> pool.imap(any -> task.call(), List.of(1)).next()));
    }
    assertArrayEquals(before, constant.getStackTrace());
  }

  @Test
  void oneWithoutAStackIsThrownAllTheSame() {
    RuntimeException none = new Stackless(false);
    RuntimeException throwing = new Stackless(true);
    try (ThreadPool pool = new ThreadPool(1)) {
      for (RuntimeException each : List.of(none, throwing)) {
        SerializableCallable<Integer> task =
            () -> {
              throw each;
            };
        assertSame(each, assertThrows(RuntimeException.class, () -> pool.apply(task)));
      }
    }
  }

  private static final class Stackless extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final boolean hostile;

    Stackless(boolean hostile) {
      this.hostile = hostile;
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      if (hostile) {
        throw new IllegalStateException("no stack");
      }
      return null;
    }
  }
}
