package multiprocessing;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import multiprocessing.internal.launch.Redirection;
import multiprocessing.internal.launch.Redirection.Kind;

/**
 * Where the standard output or the standard error of a {@link Process} goes; an option of its
 * builder. Immutable: one may be used for many processes.
 *
 * <p>What is prefixed or goes to a consumer comes through a pipe and is read by a thread of this
 * JVM. If that is slow, the process waits when the pipe is full, 64 KiB on Linux. All lines have
 * been dealt with when {@link Process#join()} returns; but of a stream that is kept open by another
 * process, which the process has left behind, only what came within a second. A line longer than 64
 * KiB comes in parts. If this JVM ends first, later output is lost; what goes to a file is not.
 */
public final class Output {
  private final Redirection redirection;

  private Output(Redirection redirection) {
    this.redirection = redirection;
  }

  /**
   * To this JVM's own standard output or standard error, as {@code System.out} and {@code
   * System.err} were at its start.
   *
   * @return the default
   */
  public static Output inherit() {
    return new Output(Redirection.INHERIT);
  }

  /**
   * To nowhere.
   *
   * @return what drops all that is written
   */
  public static Output discard() {
    return new Output(Redirection.of(Kind.DISCARD));
  }

  /**
   * To a file, which is emptied first. Two processes that write to one file overwrite each other;
   * so do the two streams of one process, unless they are {@link #merged()}.
   *
   * @param file is made if it does not exist; its folder must exist. If it cannot be written,
   *     {@link Process#start()} throws a {@link ProcessStartException}
   * @return what writes to it
   */
  public static Output toFile(Path file) {
    return new Output(
        new Redirection(
            Kind.FILE, Objects.requireNonNull(file, "file").toAbsolutePath(), false, null));
  }

  /**
   * To the end of a file. Several processes may do so.
   *
   * @param file as for {@link #toFile}
   * @return what appends to it
   */
  public static Output appendToFile(Path file) {
    return new Output(
        new Redirection(
            Kind.FILE, Objects.requireNonNull(file, "file").toAbsolutePath(), true, null));
  }

  /**
   * As {@link #inherit()}, with the process's name before each line: {@code [Process-1] text}.
   * Lines of several processes do not mix.
   *
   * @return what prints whole lines
   */
  public static Output prefixed() {
    return new Output(Redirection.of(Kind.PREFIXED));
  }

  /**
   * To code in this JVM, which is called for each line, one after the other, in a thread of the
   * library's. Used for both streams, without {@link #merged()}, it is called by two threads. When
   * it throws something, that goes to the thread's uncaught exception handler; the consumer is not
   * called again, and later lines are inherited. It should not wait for the end of the process:
   * that waits up to ten seconds for the consumer.
   *
   * <p>The process is told to write UTF-8 ({@code -Dstdout.encoding}, {@code -Dstderr.encoding}),
   * unless its JVM options name another encoding in that way.
   *
   * @param consumer gets each line without its end; stays in this JVM
   * @return what calls it
   */
  public static Output to(Consumer<? super String> consumer) {
    return new Output(
        new Redirection(Kind.LINES, null, false, Objects.requireNonNull(consumer, "consumer")));
  }

  /**
   * Standard error to where standard output goes, in the order in which the process writes.
   *
   * @return what merges, for standard error only
   */
  public static Output merged() {
    return new Output(Redirection.of(Kind.MERGED));
  }

  Redirection redirection() {
    return redirection;
  }

  boolean isMerged() {
    return redirection.kind() == Kind.MERGED;
  }
}
