package multiprocessing.internal.time;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The instant at which a wait gives up, on this JVM's monotonic clock. */
public final class Deadline {
  private final long atNanos;

  private Deadline(long atNanos) {
    this.atNanos = atNanos;
  }

  /** The instant after that time; a time beyond 292 years counts as 292 years. */
  public static Deadline after(Duration timeout) {
    long nanos =
        Math.max(0, TimeUnit.NANOSECONDS.convert(Objects.requireNonNull(timeout, "timeout")));
    return new Deadline(System.nanoTime() + nanos);
  }

  /** How long it is until then; zero or less when it is over. */
  public long remainingNanos() {
    return atNanos - System.nanoTime();
  }

  /** Whether it is over. */
  public boolean expired() {
    return remainingNanos() <= 0;
  }
}
