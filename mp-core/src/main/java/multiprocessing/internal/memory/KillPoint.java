package multiprocessing.internal.memory;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Named steps of protocols in shared memory, at which a test has a process killed or stopped. */
public final class KillPoint {
  /** The system property that names the step at which this JVM is killed; for tests. */
  public static final String PROPERTY = "multiprocessing.test.killAt";

  /** The same for a step at which it is stopped (SIGSTOP), once. */
  public static final String STOP_PROPERTY = "multiprocessing.test.stopAt";

  private static final String ARMED = System.getProperty(PROPERTY, "");
  private static final String STOP = System.getProperty(STOP_PROPERTY, "");
  private static final boolean ANY =
      !ARMED.isEmpty() || !STOP.isEmpty(); // else the compiler drops all of it

  // Mutable state
  private static volatile boolean stopped;

  private KillPoint() {}

  /** The protocol has come to this step. */
  public static void at(String step) {
    if (ANY && ARMED.equals(step)) {
      kill();
    }
    if (ANY && STOP.equals(step) && !stopped) {
      stopped = true;
      stop();
    }
  }

  /** Returns when this process goes on. */
  private static void stop() {
    try {
      signal("-STOP").waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("cannot stop this process", e);
    }
  }

  private static void kill() {
    try {
      Process ignored = signal("-9");
    } catch (IOException e) {
      Runtime.getRuntime().halt(137);
    }
    while (true) {
      LockSupport.park();
    }
  }

  private static Process signal(String which) throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    return new ProcessBuilder("kill", which, pid).start();
  }
}
