package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers see of a task's exceptions, and what a task can do to the next one. */
@ProcessTest
class PoolExceptionTest {
  private Pool pool;

  @BeforeEach
  void open() {
    pool = Pool.builder().processes(1).jvmOptions("-Xmx64m").build();
  }

  @AfterEach
  void end() {
    pool.close();
  }

  @Test
  void anUncheckedExceptionIsThrownAsItIsWithBothStackTraces() {
    IllegalArgumentException seen =
        assertThrows(
            IllegalArgumentException.class,
            () -> pool.apply((SerializableRunnable) PoolExceptionTest::throwUnchecked));
    assertEquals("unchecked", seen.getMessage());
    assertInstanceOf(WorkerStackTrace.class, seen.getCause());
    assertTrue(
        text(seen).contains("in the worker:\njava.lang.IllegalArgumentException: unchecked"));
    assertTrue(hasFrame(seen, "throwUnchecked"), text(seen));
    assertTrue(hasFrame(seen, "anUncheckedExceptionIsThrownAsItIsWithBothStackTraces"), text(seen));
  }

  private static void throwUnchecked() {
    throw new IllegalArgumentException("unchecked");
  }

  @Test
  void aCheckedExceptionIsTheCauseOfATaskFailedException() {
    TaskFailedException seen =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.apply(
                    () -> {
                      throw new IOException("checked");
                    }));
    assertEquals("task failed: java.io.IOException: checked", seen.getMessage());
    assertInstanceOf(IOException.class, seen.getCause());
    assertInstanceOf(WorkerStackTrace.class, seen.getCause().getCause());
    assertTrue(hasFrame(seen, "aCheckedExceptionIsTheCauseOfATaskFailedException"), text(seen));
  }

  @Test
  void anErrorIsThrownAsItIs() {
    AssertionError seen =
        assertThrows(
            AssertionError.class,
            () ->
                pool.apply(
                    () -> {
                      throw new AssertionError("error");
                    }));
    assertEquals("error", seen.getMessage());
    assertInstanceOf(WorkerStackTrace.class, seen.getCause());
  }

  @Test
  void anExceptionKeepsItsCauseAndHasTheWorkersTraceAsSuppressed() {
    IllegalStateException seen =
        assertThrows(
            IllegalStateException.class,
            () ->
                pool.map(
                    n -> {
                      throw new IllegalStateException("outer", new IOException("inner"));
                    },
                    List.of(1)));
    assertInstanceOf(IOException.class, seen.getCause());
    assertEquals("inner", seen.getCause().getMessage());
    assertInstanceOf(WorkerStackTrace.class, seen.getSuppressed()[0]);
  }

  @Test
  void anExceptionWithoutAMessageHasNone() {
    IllegalStateException seen =
        assertThrows(
            IllegalStateException.class,
            () ->
                pool.apply(
                    () -> {
                      throw new IllegalStateException();
                    }));
    assertNull(seen.getMessage());
  }

  @Test
  void anExceptionThatCannotTravelIsToldByClassMessageAndTrace() {
    TaskFailedException seen =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.apply(
                    () -> {
                      throw new WithThread();
                    }));
    assertEquals(
        "task failed: "
            + WithThread.class.getName()
            + ": holds a thread (the exception itself"
            + " cannot travel)",
        seen.getMessage());
    assertInstanceOf(WorkerStackTrace.class, seen.getCause());
    assertTrue(text(seen).contains("in the worker:\n" + WithThread.class.getName()), text(seen));
  }

  @Test
  void anExceptionThatCannotBeRebuiltHereIsToldByClassMessageAndTrace() {
    TaskFailedException seen =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.apply(
                    () -> {
                      throw new OnlyInWorkers();
                    }));
    assertTrue(seen.getMessage().contains(OnlyInWorkers.class.getName() + ": from a worker"));
    assertInstanceOf(WorkerStackTrace.class, seen.getCause());
  }

  @Test
  void aStackOverflowIsAnErrorOfItsTaskAlone() throws Exception {
    assertThrows(StackOverflowError.class, () -> pool.apply(PoolExceptionTest::deeper, 1));
    assertEquals(1, pool.apply(() -> 1));
  }

  private static int deeper(int n) {
    return n < 0 ? n : deeper(n + 1) + 1;
  }

  @Test
  void runningOutOfMemoryIsAnErrorOfItsTaskAlone() throws Exception {
    assertThrows(
        OutOfMemoryError.class, () -> pool.apply((Integer n) -> new long[n].length, 1 << 28));
    assertEquals(1, pool.apply(() -> 1));
  }

  @Test
  void aResultThatCannotTravelIsAFailureThatSaysSo() throws Exception {
    SerializationException seen =
        assertThrows(SerializationException.class, () -> pool.apply(() -> new Thread()));
    assertTrue(
        seen.getMessage().startsWith("the result of a task cannot be sent back: java.lang.Thread"),
        seen.getMessage());
    SerializationException inMap =
        assertThrows(
            SerializationException.class, () -> pool.map(n -> new Thread(), List.of(1, 2)));
    assertTrue(inMap.getMessage().startsWith("the result of a task cannot be sent back"));
    assertEquals(1, pool.apply(() -> 1));
  }

  @Test
  void anInterruptFlagOrClassLoaderThatATaskSetsIsNotSeenByTheNext() throws Exception {
    List<Boolean> inOneSpan =
        pool.map(n -> cleanThenDirty(), Arrays.asList(1, 2, 3, 4, 5, 6, 7, 8), 8);
    assertEquals(List.of(true, true, true, true, true, true, true, true), inOneSpan);
    for (int round = 0; round < 3; round++) {
      assertTrue(pool.apply(PoolExceptionTest::cleanThenDirty));
    }
  }

  private static boolean cleanThenDirty() {
    Thread self = Thread.currentThread();
    boolean clean = !self.isInterrupted() && self.getContextClassLoader() != null;
    self.setContextClassLoader(null);
    self.interrupt();
    return clean;
  }

  @Test
  void anInterruptFlagThatATaskSetsDoesNotDisturbALargeResult() throws Exception {
    List<byte[]> results =
        pool.map(
            n -> {
              Thread.currentThread().interrupt();
              return new byte[n];
            },
            List.of(2 << 20, 2 << 20));
    assertEquals(2 << 20, results.get(1).length);
  }

  /** {@code end()} closes the pool, which waits for the worker's end. */
  @Test
  void aThreadThatATaskLeavesBehindDoesNotKeepThePoolFromClosing() throws Exception {
    pool.apply(() -> new Thread(PoolExceptionTest::waitForEver, "left behind").start());
    assertEquals(1, pool.apply(() -> 1));
  }

  @Test
  void anArgumentLargerThanTheWorkersHeapFailsItsTaskAlone() throws Exception {
    try (Pool small = Pool.builder().processes(1).jvmOptions("-Xmx32m").build()) {
      long pid = small.apply(() -> ProcessHandle.current().pid());
      assertThrows(
          OutOfMemoryError.class, () -> small.apply(bytes -> bytes.length, new byte[48 << 20]));
      assertEquals(pid, small.apply(() -> ProcessHandle.current().pid()));
    }
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean hasFrame(Throwable thrown, String method) {
    return Arrays.stream(thrown.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().contains(method));
  }

  private static String text(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /** Cannot be serialized. */
  static final class WithThread extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // that is the point
    final Thread thread = new Thread();

    WithThread() {
      super("holds a thread");
    }
  }

  /** Can be serialized, but rebuilt in worker processes only. */
  static final class OnlyInWorkers extends RuntimeException {
    private static final long serialVersionUID = 1;

    OnlyInWorkers() {
      super("from a worker");
    }

    private Object readResolve() throws java.io.ObjectStreamException {
      if (!multiprocessing.Multiprocessing.currentProcess().isDaemon()) {
        throw new java.io.InvalidObjectException("not here");
      }
      return this;
    }
  }
}
