package multiprocessing;

import java.util.Arrays;
import java.util.Objects;

/**
 * How a child process comes to be (Python's start methods). In both ways a child is a fresh JVM
 * that has no static state of its parent's.
 */
public enum StartMethod {
  /**
   * The child is a JVM that may have been started ahead and has waited for its task, so that the
   * task begins sooner; where none is ready, it is started as with {@link #SPAWN}. The default.
   */
  FORKSERVER("forkserver", "ForkServer"),

  /** The child is a JVM that is started when it is asked for. */
  SPAWN("spawn", "Spawn");

  private final String pythonName;
  private final String prefix;

  StartMethod(String pythonName, String prefix) {
    this.pythonName = pythonName;
    this.prefix = prefix;
  }

  /**
   * Finds a start method by Python's name.
   *
   * @param name {@code spawn} or {@code forkserver}
   * @return the method
   * @throws IllegalArgumentException if it is another name; {@code fork} is refused with the reason
   */
  public static StartMethod of(String name) {
    Objects.requireNonNull(name, "name");
    for (StartMethod method : values()) {
      if (method.pythonName.equals(name)) {
        return method;
      }
    }
    if (name.equals("fork")) {
      throw new IllegalArgumentException(
          "cannot find context for 'fork': a JVM cannot be forked, because only the thread that"
              + " forks goes on in the child, and the collector's and the compiler's threads do"
              + " not; use forkserver, which starts children from JVMs that are ready");
    }
    throw new IllegalArgumentException(
        "cannot find context for '"
            + name
            + "': the start methods are "
            + Arrays.toString(values()));
  }

  /**
   * Python's name.
   *
   * @return {@code forkserver} or {@code spawn}
   */
  @Override
  public String toString() {
    return pythonName;
  }

  /** What CPython puts before {@code Process} in the names of a context's processes. */
  String prefix() {
    return prefix;
  }
}
