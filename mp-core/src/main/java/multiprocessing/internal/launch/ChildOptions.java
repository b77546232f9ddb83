package multiprocessing.internal.launch;

import java.util.concurrent.TimeUnit;

/**
 * What is less often chosen for a child.
 *
 * @param graceNanos how long it may take to end when it was asked to; {@link Long#MAX_VALUE} for
 *     ever
 */
public record ChildOptions(long graceNanos) {

  /** What a child has for which nothing was chosen. */
  public static final ChildOptions DEFAULT = new ChildOptions(TimeUnit.SECONDS.toNanos(5));
}
