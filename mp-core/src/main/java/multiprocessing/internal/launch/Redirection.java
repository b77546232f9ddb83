package multiprocessing.internal.launch;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where a child's standard output or standard error goes.
 *
 * @param kind what is done with it
 * @param file the file, of a FILE; else null
 * @param append whether a FILE keeps what it has
 * @param lines who takes the LINES; else null
 */
public record Redirection(Kind kind, Path file, boolean append, Consumer<? super String> lines) {

  /** What is done with a stream. */
  public enum Kind {
    INHERIT,
    DISCARD,
    FILE,
    PREFIXED,
    LINES,
    MERGED
  }

  /** To this process's own stream. */
  public static final Redirection INHERIT = of(Kind.INHERIT);

  /** One that needs nothing but its kind. */
  public static Redirection of(Kind kind) {
    return new Redirection(kind, null, false, null);
  }

  boolean is(Kind other) {
    return kind == other;
  }
}
