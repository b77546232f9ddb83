package multiprocessing.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import multiprocessing.internal.time.Deadline;

/**
 * Waits for several things at once (Python's {@code multiprocessing.connection.wait}).
 *
 * <p>Any thread may wait, for the same things as others, too. Being ready is a state, not an event:
 * what is not taken (a message received, a client accepted) is ready at the next call again, and
 * what another thread or process takes meanwhile is not any more. Nothing is taken by waiting.
 *
 * <p>Sockets, and listeners without a key, wake the waiting thread. All else, pipes among it, is
 * looked at again and again: after 20 microseconds at first, then ever more seldom, up to every 2
 * milliseconds; so seldom where there are very many that it takes at most a twentieth of a
 * processor's time.
 *
 * <p><b>If the other process dies</b>, a connection is ready, and receiving from it throws {@link
 * java.io.EOFException} after what was sent. This is seen at once after {@code join} of that
 * process has returned, and within 50 milliseconds otherwise (150 for a thousand pipes).
 */
public final class Wait {

  private Wait() {}

  /**
   * Waits until at least one is ready. For an empty collection, which never is, that takes until
   * the thread is interrupted.
   *
   * @param <W> what they have in common
   * @param waitables what to wait for; an element that is there twice is twice in the answer
   * @return all that are ready, the objects themselves, in the order given; never empty
   * @throws NullPointerException if an element is null; the message has its index
   * @throws InterruptedException if interrupted while waiting; nothing was taken
   * @throws IOException if one is closed, also meanwhile, or cannot be received from; the message
   *     has its index
   */
  public static <W extends Waitable> List<W> any(Collection<? extends W> waitables)
      throws IOException, InterruptedException {
    return any(waitables, (Deadline) null);
  }

  /**
   * Waits until at least one is ready, for a limited time.
   *
   * @param <W> what they have in common
   * @param waitables what to wait for; an element that is there twice is twice in the answer
   * @param timeout how long to wait; zero or less means do not wait
   * @return all that are ready, the objects themselves, in the order given; empty if the time is
   *     over
   * @throws NullPointerException if an element is null; the message has its index
   * @throws InterruptedException if interrupted while waiting; nothing was taken
   * @throws IOException if one is closed, also meanwhile, or cannot be received from; the message
   *     has its index
   */
  public static <W extends Waitable> List<W> any(
      Collection<? extends W> waitables, Duration timeout)
      throws IOException, InterruptedException {
    return any(waitables, Deadline.after(Objects.requireNonNull(timeout, "timeout")));
  }

  private static <W extends Waitable> List<W> any(
      Collection<? extends W> waitables, Deadline deadline)
      throws IOException, InterruptedException {

    Objects.requireNonNull(waitables, "waitables");
    try (WaitSet<W> all = WaitSet.of(waitables)) {
      List<W> ready = all.look();
      while (ready.isEmpty() && (deadline == null || !deadline.expired())) {
        all.pause(deadline);
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting for one of " + all.size());
        }
        ready = all.look();
      }
      return ready;
    }
  }
}
