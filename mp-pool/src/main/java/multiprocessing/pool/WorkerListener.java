package multiprocessing.pool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import multiprocessing.ProcessStartException;
import multiprocessing.spi.Serializer;

/** Hears what a worker says, from its first word to its end. */
final class WorkerListener {
  /*
   * One thread per worker. It is also where the worker's end is noticed: the kernel closes the channel of a dead process,
   * whatever it died of.
   */
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final WorkLedger ledger;
  private final Worker worker;
  private final WorkerLink link;
  private final Outbox outbox;
  private final Serializer serializer;
  private final long startNanos;
  private volatile Thread thread;
  private volatile boolean tooSlow;
  private volatile boolean failedInInitializer;
  private LogInlet logs; // set before it listens
  private Throwable notUnderstood; // null if all was

  WorkerListener(
      WorkLedger ledger,
      Worker worker,
      WorkerLink link,
      Outbox outbox,
      Serializer serializer,
      long startNanos) {
    this.ledger = ledger;
    this.worker = worker;
    this.link = link;
    this.outbox = outbox;
    this.serializer = serializer;
    this.startNanos = startNanos;
  }

  void start() {
    if (link.logs() != null) {
      logs = LogInlet.open(link.logs(), link.process().name(), link.pid());
    }
    Thread listening = new Thread(this::listenToTheEnd, "mp-pool-listener-" + link.pid());
    listening.setDaemon(true);
    thread = listening;
    listening.start();
  }

  /** Whether it is this thread that hears the worker, and so must not wait for it. */
  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  boolean failedInInitializer() {
    return failedInInitializer;
  }

  /** Whether a signal ended the worker that did not come from here. */
  boolean wasKilledByOthers() {
    return !tooSlow && link.process().exitCode().orElse(0) < 0;
  }

  private void listenToTheEnd() {
    ProcessStartException notStarted = null;
    boolean ready = false;
    try {
      notStarted = awaitReady();
      if (notStarted == null) {
        ready = true;
        ledger.workerReady(worker);
        while (true) {
          answer(link.freight().receive());
        }
      }
    } catch (IOException e) {
      // the worker's end of the channel is closed, or ours: either way it has no more to say
    } catch (RuntimeException | Error e) {
      giveUp(e);
      notStarted = ready ? null : notUnderstoodBeforeReady(e);
    }
    end(notStarted);
  }

  private static ProcessStartException notUnderstoodBeforeReady(Throwable why) {
    return new ProcessStartException(
        "what a worker said before it was ready cannot be understood: " + Words.of(why), why);
  }

  /** What the worker says cannot be understood: what it has begun is lost, the rest is not. */
  private void giveUp(Throwable why) {
    link.process().kill();
    notUnderstood = why;
  }

  private ProcessStartException awaitReady() throws IOException {
    Duration limit = Duration.ofNanos(startNanos);
    if (!pollUninterrupted(limit)) {
      tooSlow = true;
      link.process().kill();
      return new ProcessStartException(
          "a worker was not ready within "
              + limit.toMillis()
              + " ms and was killed: pid="
              + link.pid()
              + "; does the pool's initializer take longer? startLimit sets how long it may",
          link.pid(),
          -9,
          "");
    }
    byte[] first;
    try {
      first = link.freight().receive();
    } catch (EOFException e) {
      joinQuietly();
      return link.process().startFailure().orElseGet(this::diedBeforeReady);
    }
    if (first[0] == Messages.READY) {
      return null;
    }
    failedInInitializer = true;
    Object why = new OutcomeReader(first, Messages.AFTER_TYPE, serializer).next();
    Throwable thrown = ((OutcomeReader.Failure) why).thrown();
    if (thrown instanceof Affinity.PinningException) {
      return new ProcessStartException(thrown.getMessage(), thrown);
    }
    return new ProcessStartException(
        "the pool's initializer failed in a worker: " + Words.of(thrown), thrown);
  }

  private boolean pollUninterrupted(Duration limit) throws IOException {
    try {
      return link.channel().poll(limit);
    } catch (InterruptedException e) {
      return pollUninterrupted(limit); // nobody but this class knows the listener
    }
  }

  private ProcessStartException diedBeforeReady() {
    return new ProcessStartException(
        "a worker ended before it was ready: pid="
            + link.pid()
            + ", "
            + Deaths.describe(link.process().exitCode())
            + "; did the pool's initializer end it?",
        link.pid(),
        link.process().exitCode().orElse(0),
        "");
  }

  private void answer(byte[] message) {
    SpanRecord recorded = worker.record();
    if (recorded != null) {
      recorded.answered();
    }
    switch (message[0]) {
      case Messages.OUTCOME -> {
        worker.harvest().take(1, new OutcomeReader(message, Messages.AFTER_TYPE, serializer));
        endRecord(recorded);
        ledger.spanDone(worker);
      }
      case Messages.FLUSH -> {
        int finished = ByteBuffer.wrap(message).getInt(Messages.AFTER_TYPE);
        worker
            .harvest()
            .take(finished, new OutcomeReader(message, Messages.AFTER_FINISHED, serializer));
        if (recorded != null) {
          recorded.taken();
        }
      }
      case Messages.DONE -> {
        takeFromSlate();
        endRecord(recorded);
        ledger.spanDone(worker);
      }
      case Messages.NO_FUNCTION -> {
        outbox.forgetFunction();
        worker.span().job().failAll(failure(message));
        ledger.spanDone(worker);
      }
      case Messages.RETIRING -> ledger.workerRetires(worker);
      case Messages.NO_ELEMENTS -> ledger.spanUnreadable(worker, failure(message));
      default -> throw new IllegalStateException("unknown message from a worker: " + message[0]);
    }
  }

  private void endRecord(SpanRecord recorded) {
    if (recorded != null) {
      recorded.taken();
      recorded.end(link.pid(), worker.span().size());
    }
  }

  private Throwable failure(byte[] message) {
    Object failure = new OutcomeReader(message, Messages.AFTER_TYPE, serializer).next();
    return ((OutcomeReader.Failure) failure).thrown();
  }

  /** What was on it before and has not come will not come, if something was not understood. */
  private void takeFromSlate() {
    byte[] outcomes = new byte[link.slate().written()];
    link.slate().outcomes(outcomes, 0, outcomes.length);
    OutcomeReader reader = new OutcomeReader(outcomes, 0, serializer);
    int finished = link.slate().finished();
    if (notUnderstood != null) {
      worker.harvest().miss(finished - reader.count(), notUnderstood);
    }
    worker.harvest().take(finished, reader);
  }

  private void end(ProcessStartException notStarted) {
    joinQuietly();
    awaitLogs();
    try {
      link.channel()
          .close(); // after the worker's end, so that this is the last holder and removes the names
    } catch (IOException e) {
      // the worker is gone, its channel with it
    }
    Span left = worker.span();
    if (left != null) {
      takeTheLast(left);
    }
    link.removeFiles();
    ledger.workerEnded(worker, notStarted);
  }

  private void takeTheLast(Span left) {
    try {
      if (!left.isCall()) {
        takeFromSlate();
      }
    } catch (RuntimeException | Error e) {
      notUnderstood = e;
    }
    if (notUnderstood != null) {
      worker.harvest().miss(Math.min(link.slate().claimed(), left.size()), notUnderstood);
    }
  }

  private void awaitLogs() {
    try {
      if (logs != null) {
        logs.awaitEnd();
      }
    } catch (InterruptedException e) {
      // nobody but this class knows the listener
    }
  }

  private void joinQuietly() {
    try {
      worker.awaitEnd(END_LIMIT);
    } catch (InterruptedException e) {
      link.process().kill(); // nobody but this class knows the listener
    }
  }
}
