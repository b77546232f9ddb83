package multiprocessing.pool;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How a span's outcomes leave a worker: on the slate, and over the channel where that is due. */
final class Outflow {
  /*
   * Outcomes of a span may wait on the slate for its end. Those of a streamed span wait for a moment only, so that many
   * go together: a helper sends them when the moment is over. Where tasks are quick the thread that runs them sees that
   * itself, as it looks at the clock after some of them, and spares the helper's wake-up. Both send and clear under the
   * lock of this object, which nobody needs for other spans, as the helper then does nothing.
   */
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int TASKS_PER_LOOK = 32;

  private final Freight freight;
  private final Slate slate;
  private Thread helper;

  // Mutable state, guarded by this where there is a helper
  private boolean streaming;
  private boolean waiting;
  private boolean helperSleeps;
  private long sentAt;
  private int unseen;

  Outflow(Freight freight, Slate slate) {
    this.freight = freight;
    this.slate = slate;
  }

  /** A span begins whose outcomes shall not wait. */
  synchronized void beginStream() {
    streaming = true;
    waiting = false;
    sentAt = System.nanoTime();
  }

  /**
   * An outcome is there.
   *
   * @param isLast whether the span's end is next
   */
  void add(OutcomeWriter outcome, boolean isLast) throws IOException {
    if (!streaming) {
      put(outcome);
      return;
    }
    synchronized (this) {
      put(outcome);
      waiting = !isLast;
      if (waiting) {
        haveSent();
      }
    }
  }

  private void haveSent() throws IOException {
    if (++unseen >= TASKS_PER_LOOK) {
      unseen = 0;
      if (System.nanoTime() - sentAt >= MOMENT_NANOS) {
        send();
        return;
      }
    }
    if (helper == null) {
      startHelper();
    } else if (helperSleeps) {
      helperSleeps = false;
      notifyAll();
    }
  }

  private void startHelper() throws IOException {
    Thread helping = new Thread(this::help, "mp-pool-outflow");
    helping.setDaemon(true);
    try {
      helping.start();
      helper = helping;
    } catch (OutOfMemoryError e) {
      send(); // there is no thread that could do it later
    }
  }

  /** The span is at its end; the other outcomes stay on the slate. */
  synchronized void end() {
    streaming = false;
  }

  private void put(OutcomeWriter outcome) throws IOException {
    if (slate.add(outcome.buffer(), outcome.length())) {
      return;
    }
    send();
    if (!slate.add(outcome.buffer(), outcome.length())) {
      byte[] large = Arrays.copyOf(outcome.buffer(), outcome.length());
      freight.send(Messages.flush(slate.finished() + 1, large));
      slate.sent(1);
    }
  }

  private void send() throws IOException {
    freight.send(Messages.flush(slate));
    slate.sent(0);
    waiting = false;
    sentAt = System.nanoTime();
  }

  private synchronized void help() {
    try {
      while (true) {
        long left = sentAt + MOMENT_NANOS - System.nanoTime();
        if (!streaming || !waiting) {
          helperSleeps = true;
          wait();
        } else if (left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        } else {
          send();
        }
      }
    } catch (IOException | InterruptedException e) {
      // the pool is gone, as the thread of the tasks will notice; nobody interrupts this one
    }
  }
}
