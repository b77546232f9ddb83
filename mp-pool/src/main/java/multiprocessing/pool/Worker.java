package multiprocessing.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import multiprocessing.spi.Serializer;

/** A worker as the ledger sees it: what it has in hand, and what it has done. */
final class Worker {
  /*
   * What is said of it is changed under the ledger's lock. Its listener hears what it says, its supervision sees to its
   * limits. Sending happens in whatever thread found a span for an idle worker; there is one span at a time, so there is
   * one sender at a time. A large message is sent by a thread of its own, because a worker that was stopped takes nothing
   * from a full channel and the finder must not wait for that.
   */
  /** A message up to this size fits into the empty channel of a worker that waits. */
  private static final int FITS = 32 * 1024;

  private final WorkLedger ledger;
  private final WorkerLink link;
  private final PoolWorker process;
  private final Slate slate;
  private final Outbox outbox;
  private final WorkerListener listener;
  private final Supervision supervision;

  // Mutable state, changed under the ledger's lock; the listener also reads what it was assigned
  private boolean ready;
  private boolean released;
  private volatile Span span;
  private volatile Harvest harvest;
  private volatile SpanRecord record;
  private long tasksDone;
  private int tasksLeft;
  private long assignedAt;
  private long idleSince;

  private Worker(
      WorkLedger ledger, WorkerLink link, Serializer serializer, WorkerSettings settings) {
    this.ledger = ledger;
    this.link = link;
    this.process = link.process();
    this.slate = link.slate();
    this.outbox = new Outbox(link.freight(), serializer);
    this.supervision = new Supervision(ledger, this, link, settings.limits());
    this.listener =
        new WorkerListener(ledger, this, link, outbox, serializer, settings.limits().startNanos());
    this.tasksLeft = settings.maxTasks();
  }

  /** Starts a worker process; the ledger hears of it from the listening thread. */
  static Worker start(WorkLedger ledger, Serializer serializer, WorkerSettings settings, int slot) {
    return new Worker(ledger, WorkerLink.start(settings, slot), serializer, settings);
  }

  void listen() {
    listener.start();
  }

  // Asked and told by the ledger, under its lock

  boolean isIdle() {
    return ready && span == null && !supervision.isDoomed() && !released && tasksLeft > 0;
  }

  boolean isReady() {
    return ready;
  }

  void becomeReady() {
    ready = true;
    idleSince = System.nanoTime();
  }

  Span span() {
    return span;
  }

  /** What has come in of the span. */
  Harvest harvest() {
    return harvest;
  }

  /** The span's record; null if nothing is recorded. */
  SpanRecord record() {
    return record;
  }

  /** When it got its span. */
  long assignedAt() {
    return assignedAt;
  }

  /** For so long the pool's process did nothing, and so perhaps sent nothing. */
  void excuse(long nanos) {
    assignedAt += nanos;
    supervision.excuse(nanos);
  }

  Supervision supervision() {
    return supervision;
  }

  WorkerListener listener() {
    return listener;
  }

  /**
   * How many elements of a span it may be given.
   *
   * @param ranked whether they may have to be taken back for something more urgent: all that are
   *     taken back are serialized anew, so they are few, unless that would cost it tasks
   */
  int most(Span next, boolean ranked) {
    if (tasksLeft == WorkerSettings.NO_LIMIT) {
      return ranked ? Math.min(next.size(), Parcels.TOGETHER) : next.size();
    }
    return (int) Math.min(next.size(), (long) tasksLeft * next.job().chunk());
  }

  /** Whether it has its last task, or had it. */
  boolean isSpent() {
    return tasksLeft == 0;
  }

  /** Which of the pool's sets of processors it has; {@link CpuSlots#NONE} if there are none. */
  int slot() {
    return process.slot();
  }

  /** The next thing that this worker does; {@link #send} follows, outside the ledger's lock. */
  void assign(Span next) {
    next.job().setBegun(true);
    assignedAt = System.nanoTime();
    harvest = new Harvest(next.job(), next.from());
    record = SpanRecord.begin(next);
    nameTasks(next);
    slate.prepare(next.size());
    if (tasksLeft < WorkerSettings.NO_LIMIT) {
      int chunk = next.job().chunk();
      tasksLeft -= 1 + (next.size() - 1) / chunk;
    }
    span = next; // last: the listener of one that dies now must not see what is left of another
  }

  private void nameTasks(Span next) {
    long first = next.isOfCalls() ? Slate.CALLS : next.job().numberOf(next.from());
    slate.name(first, next.job().losses(next.from()), next.job().timeoutNanos() != Limits.NONE);
  }

  /** Counts what was done, and is idle. */
  Span finish() {
    tasksDone += span.size();
    return drop();
  }

  /** Is idle without having done anything. */
  Span drop() {
    Span dropped = span;
    span = null;
    idleSince = System.nanoTime();
    supervision.forgetTask();
    harvest = null; // holds the job, and so its results
    return dropped;
  }

  /** Its process has ended: it gets nothing any more. */
  void leave() {
    ready = false;
  }

  /** How many tasks of the span can be taken back. */
  int spare() {
    return span == null || supervision.isDoomed() ? 0 : slate.spare();
  }

  /** How its span's priority compares with another's. */
  int urgency(Span other) {
    return Integer.compare(span.priority(), other.priority());
  }

  /** Takes back the later half of them; null if the worker was faster. */
  Span takeBack() {
    int old = span.size();
    int limit = slate.takeBack();
    if (limit >= old) {
      return null;
    }
    Span back = Span.of(span.job(), span.from() + limit, span.to());
    span.shorten(span.from() + limit);
    return back;
  }

  /** Takes back all that is not begun; returns it. What is left ends with what runs. */
  Span takeBackAll() {
    int old = span.to();
    span.shorten(span.from() + Math.min(span.size(), slate.takeBackAll()));
    return Span.of(span.job(), span.to(), old);
  }

  /** Takes back all that is not begun, also its first task; none of that will run here. */
  Span withdraw() {
    if (!slate.withdraw()) {
      return takeBackAll();
    }
    Span all = Span.of(span.job(), span.from(), span.to());
    span.shorten(span.from());
    return all;
  }

  /** Has its last, and none of it was sent; returns what is to be said of it. */
  Runnable failSpan(Throwable why) {
    if (span == null) {
      return () -> {}; // it has ended meanwhile
    }
    Span failed = withdraw();
    Span ignored = drop();
    retire();
    Object[] failures = new Object[failed.size()];
    Arrays.fill(failures, new OutcomeReader.Failure(why));
    return () -> failed.job().decide(failed.from(), failures);
  }

  /** After {@link #takeBackAll}: whether what may still run is a task of this job. */
  boolean runs(Job job) {
    return span.size() > 0 && span.job().callAt(span.to() - 1) == job;
  }

  /** How long it has had its span. */
  long nanosWithSpan() {
    return System.nanoTime() - assignedAt;
  }

  /** How long it has had nothing to do, if it is idle. */
  long idleNanos(long now) {
    return now - idleSince;
  }

  /** It has its last task: an error of its JVM came with it, or nobody needs it. */
  void retire() {
    tasksLeft = 0;
  }

  /** Whether it can be told that no more tasks will come: once, when it listens. */
  boolean becomeReleased() {
    boolean now = ready && !released;
    released |= now;
    return now;
  }

  /** Whether it ended, or will, because the pool told it that no more tasks will come. */
  boolean isReleased() {
    return released;
  }

  /** Adds what it has in hand. */
  void count(WorkCount to) {
    if (ready) {
      to.addWorker(span != null);
    }
    if (span != null) {
      int finished = Math.max(slate.finished(), harvest.received());
      int running = slate.running(finished) < 0 ? 0 : 1;
      to.addTasks(Math.max(0, span.size() - finished - running), running);
    }
  }

  WorkerStatus status() {
    int running = span == null || span.isCall() ? 0 : slate.finished();
    return new WorkerStatus(pid(), ready, span != null, tasksDone + running);
  }

  // Outside the lock

  long pid() {
    return link.pid();
  }

  /** Sends the assigned span. */
  void send(Span assigned) {
    SpanRecord recorded = record;
    byte[][] message = outbox.message(assigned);
    if (recorded != null) {
      recorded.serialized();
    }
    if (message == null) {
      ledger.spanDropped(this);
    } else if (fits(message) || listener.isCurrentThread() || !startSender(message)) {
      deliver(message);
    }
  }

  private void deliver(byte[]... message) {
    Throwable trouble = outbox.deliver(message);
    if (trouble != null) {
      ledger.spanUndelivered(this, trouble);
      kill(); // nobody knows how much of it is on its way
    }
  }

  /** False if there is no thread for it: then better late than never. */
  private boolean startSender(byte[][] message) {
    Thread sender = new Thread(() -> deliver(message), "mp-pool-sender-" + pid());
    sender.setDaemon(true);
    try {
      sender.start();
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private static boolean fits(byte[][] message) {
    int length = 0;
    for (byte[] part : message) {
      if (part.length > FITS - length) {
        return false;
      }
      length += part.length;
    }
    return true;
  }

  /** No more tasks will come: the worker ends by itself. */
  void release() {
    try {
      link.channel().close();
    } catch (IOException e) {
      process.terminate();
    }
  }

  void terminate() {
    process.terminate();
  }

  void kill() {
    process.kill();
  }

  /** There is no thread to listen to it. */
  void abandon() {
    process.kill();
    release();
  }

  /** Waits a limited time for the process to end, then kills it. */
  void awaitEnd(Duration grace) throws InterruptedException {
    if (!process.join(grace)) {
      process.kill();
      process.join();
    }
  }

  /** Whether it has the function of its span. */
  boolean hasFunction() {
    return slate.hasFunction();
  }

  /** What becomes of the span that it had when it ended; the ledger's lock is held. */
  Salvage salvage() {
    int received = harvest.received();
    boolean begun = slate.claimed() > received;
    return Salvage.of(span, span.from() + received, begun, supervision.sentenced());
  }

  OptionalInt exitCode() {
    return process.exitCode();
  }

  /** How it ended, in words. */
  String exitDescription() {
    return process.exitDescription().orElse("still running");
  }

  /** What it wrote last to standard error. */
  String lastErrors() {
    return process.lastErrors();
  }
}
