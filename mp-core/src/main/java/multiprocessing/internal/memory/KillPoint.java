package multiprocessing.internal.memory;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Named steps of protocols in shared memory, at which a test has a process killed. */
public final class KillPoint {
  /** The system property that names the step at which this JVM is killed; for tests. */
  public static final String PROPERTY = "multiprocessing.test.killAt";

  private static final String ARMED = System.getProperty(PROPERTY, "");
  private static final boolean ANY = !ARMED.isEmpty(); // else the compiler drops all of it

  private KillPoint() {}

  /** The protocol has come to this step. */
  public static void at(String step) {
    if (ANY && ARMED.equals(step)) {
      kill();
    }
  }

  private static void kill() {
    try {
      String pid = Long.toString(ProcessHandle.current().pid());
      Process ignored = new ProcessBuilder("kill", "-9", pid).start();
    } catch (IOException e) {
      Runtime.getRuntime().halt(137);
    }
    while (true) {
      LockSupport.park();
    }
  }
}
