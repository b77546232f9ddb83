package multiprocessing;

import java.io.Serializable;
import java.util.Objects;

/**
 * A start method as an option of what starts processes (Python's contexts): {@code
 * Process.builder().context(..)}, {@code Pool.builder().context(..)}. There is one object per start
 * method, got from {@link Multiprocessing#getContext(StartMethod)}; it never changes, may be used
 * from all threads, and may travel to other processes.
 */
public final class Context implements Serializable {
  private static final long serialVersionUID = 1;

  private static final Context FORKSERVER = new Context(StartMethod.FORKSERVER);
  private static final Context SPAWN = new Context(StartMethod.SPAWN);

  /** The start method. */
  private final StartMethod startMethod;

  private Context(StartMethod startMethod) {
    this.startMethod = startMethod;
  }

  static Context of(StartMethod method) {
    return switch (method) {
      case FORKSERVER -> FORKSERVER;
      case SPAWN -> SPAWN;
    };
  }

  /**
   * How processes with this context are started.
   *
   * @return the start method
   */
  public StartMethod startMethod() {
    return startMethod;
  }

  /**
   * The same as {@link #startMethod()} (Python's {@code get_start_method}).
   *
   * @return the start method
   */
  public StartMethod getStartMethod() {
    return startMethod;
  }

  /**
   * This context (Python's {@code get_context} without an argument).
   *
   * @return this
   */
  public Context getContext() {
    return this;
  }

  /**
   * The context of a start method.
   *
   * @param method the method
   * @return its context
   */
  public Context getContext(StartMethod method) {
    return of(Objects.requireNonNull(method, "method"));
  }

  /**
   * The context of a start method that is given by Python's name.
   *
   * @param method {@code spawn} or {@code forkserver}
   * @return its context
   * @throws IllegalArgumentException if it is another name; {@code fork} is refused with the reason
   */
  public Context getContext(String method) {
    return of(StartMethod.of(method));
  }

  /** Such as {@code SpawnContext}, the name of Python's class. */
  @Override
  public String toString() {
    return startMethod.prefix() + "Context";
  }

  /** There is one object per start method, also of those that travelled. */
  private Object readResolve() {
    return of(startMethod);
  }
}
