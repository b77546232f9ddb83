package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import multiprocessing.Ask;
import multiprocessing.testkit.Eventually;

/** A thread that is blocked in a call of the operating system until something happens to it. */
final class Waiting {
  private final Thread thread;
  private final AtomicReference<Object> result = new AtomicReference<>();
  private final AtomicReference<Throwable> thrown = new AtomicReference<>();
  private final AtomicBoolean flag = new AtomicBoolean();

  private Waiting(Callable<?> call) {
    thread =
        new Thread(
            () -> {
              try {
                result.set(call.call());
              } catch (Throwable e) {
                thrown.set(e);
              }
              flag.set(Thread.currentThread().isInterrupted());
            },
            "waits");
    thread.setDaemon(true);
  }

  /** Starts the call. */
  static Waiting start(Callable<?> call) {
    Waiting waiting = new Waiting(call);
    waiting.thread.start();
    return waiting;
  }

  /** Starts the call, and returns when its thread is in a read or write of a channel. */
  static Waiting in(Callable<?> call) {
    Waiting waiting = start(call);
    Eventually.until("the thread blocks", Ask.LIMIT, waiting::isBlocked);
    return waiting;
  }

  /** Starts the call, and returns when its thread pauses or is in a selector. */
  static Waiting asleep(Callable<?> call) {
    Waiting waiting = start(call);
    Eventually.until("the thread sleeps", Ask.LIMIT, () -> waiting.isIn("park|epollWait|wait0?"));
    return waiting;
  }

  /** Whether a thread whose name begins so is alive. */
  static boolean threadNamed(String start) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith(start));
  }

  boolean isBlocked() {
    return isIn("(read|write)0|wait");
  }

  private boolean isIn(String nativeMethods) {
    return Arrays.stream(thread.getStackTrace())
        .limit(1)
        .anyMatch(frame -> frame.isNativeMethod() && frame.getMethodName().matches(nativeMethods));
  }

  void interrupt() {
    thread.interrupt();
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /** What it threw, after its end. */
  Throwable thrown() {
    awaitEnd();
    return thrown.get();
  }

  /** What it returned, after its end. */
  Object result() {
    awaitEnd();
    if (thrown.get() != null) {
      throw new AssertionError("threw", thrown.get());
    }
    return result.get();
  }

  /** Whether its interrupt flag was set at its end. */
  boolean flag() {
    awaitEnd();
    return flag.get();
  }

  private void awaitEnd() {
    Eventually.until("the call ends", Ask.LIMIT, () -> !thread.isAlive());
    assertFalse(thread.isAlive());
  }
}
