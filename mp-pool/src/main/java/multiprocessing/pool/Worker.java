package multiprocessing.pool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import multiprocessing.ProcessStartException;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.internal.launch.Orders;
import multiprocessing.spi.Serializer;

/**
 * A worker as the pool sees it: its process, its channel, its slate, and the thread that listens to
 * it.
 */
final class Worker {
  /*
   * One thread per worker reads the worker's answers. It is also where the worker's end is noticed: the kernel closes
   * the channel of a dead process, whatever it died of. Sending happens in whatever thread found a span for an idle
   * worker; there is one span at a time, so there is one sender at a time. A large message is sent by a thread of its
   * own, because a worker that was stopped takes nothing from a full channel and the finder must not wait for that.
   */
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  /** A message up to this size fits into the empty channel of a worker that waits. */
  private static final int FITS = 32 * 1024;

  private final WorkLedger ledger;
  private final Serializer serializer;
  private final PoolWorker process;
  private final Connection channel;
  private final Freight freight;
  private final Outbox outbox;
  private final Slate slate;
  private final Path slateFile;
  private volatile Thread listener;
  private Connection logsIn; // set before it is listened to
  private LogInlet logs;
  private volatile boolean tooSlow;
  private volatile boolean failedInInitializer;
  private final Limits limits;

  // Mutable state, changed under the ledger's lock; the listener also reads the span that it was
  // assigned
  private boolean ready;
  private volatile Span span;
  private long tasksDone;
  private int tasksLeft;

  private volatile Harvest harvest;
  private volatile SpanRecord record;
  private boolean released;
  private boolean doomed;
  private Sentence sentence;
  private long assignedAt;
  private long idleSince;
  private long nextGaugeNanos = System.nanoTime();
  private long stoppedNanos;
  private String killedBecause = "";

  private Worker(
      WorkLedger ledger,
      Serializer serializer,
      PoolWorker process,
      Connection channel,
      Slate slate,
      Path slateFile,
      WorkerSettings settings) {
    this.tasksLeft = settings.maxTasks();
    this.limits = settings.limits();
    this.ledger = ledger;
    this.serializer = serializer;
    this.process = process;
    this.channel = channel;
    this.freight = new Freight(channel, slateFile.toString());
    this.outbox = new Outbox(freight, serializer);
    this.slate = slate;
    this.slateFile = slateFile;
  }

  /** Starts a worker process; the ledger hears of it from the listening thread. */
  static Worker start(WorkLedger ledger, Serializer serializer, WorkerSettings settings) {
    Path slateFile = Nest.newSlate();
    try {
      Slate slate = Slate.create(slateFile);
      Pipe pipe = Pipe.open();
      Pipe logs = settings.forwardsLogs() ? Pipe.open(false) : null;
      try (Connection theirs = pipe.second();
          Connection logsOut = logs == null ? null : logs.second()) {
        PoolWorker process = settings.newProcess(theirs, slateFile.toString(), logsOut);
        process.start();
        Worker worker =
            new Worker(ledger, serializer, process, pipe.first(), slate, slateFile, settings);
        worker.logsIn = logs == null ? null : logs.first();
        return worker;
      } catch (RuntimeException | Error e) {
        pipe.first().close();
        if (logs != null) {
          logs.first().close();
        }
        Files.deleteIfExists(slateFile);
        throw e;
      }
    } catch (IOException e) {
      throw new ProcessStartException("cannot start a worker: " + e.getMessage(), e);
    }
  }

  void listen() {
    if (logsIn != null) {
      logs = LogInlet.open(logsIn, process.name(), pid());
    }
    Thread thread = new Thread(this::listenToTheEnd, "mp-pool-listener-" + pid());
    thread.setDaemon(true);
    listener = thread;
    thread.start();
  }

  // Asked and told by the ledger, under its lock

  boolean isIdle() {
    return ready && span == null && !doomed && !released && tasksLeft > 0;
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

  /** How many elements of a span it may be given. */
  int most(Span next) {
    return (int) Math.min(next.size(), (long) tasksLeft * next.job().chunk());
  }

  /** Whether it has its last task, or had it. */
  boolean isSpent() {
    return tasksLeft == 0;
  }

  /** The next thing that this worker does; {@link #send} follows, outside the ledger's lock. */
  void assign(Span next) {
    next.job().setBegun(true);
    span = next;
    assignedAt = System.nanoTime();
    harvest = new Harvest(next.job(), next.from());
    record = SpanRecord.begin(next);
    nameTasks(next);
    slate.prepare(next.size());
    if (tasksLeft < WorkerSettings.NO_LIMIT) {
      int chunk = next.job().chunk();
      tasksLeft -= 1 + (next.size() - 1) / chunk;
    }
  }

  private void nameTasks(Span next) {
    long first = next.isOfCalls() ? Slate.CALLS : next.job().numberOf(next.from());
    slate.name(first, next.job().losses(next.from()));
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
    sentence = null;
    harvest = null; // holds the job, and so its results
    return dropped;
  }

  /** Its process has ended: it gets nothing any more. */
  void leave() {
    ready = false;
  }

  /** How many tasks of the span can be taken back. */
  int spare() {
    return span == null || doomed ? 0 : slate.spare();
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

  /** After {@link #takeBackAll}: whether what may still run is a task of this job. */
  boolean runs(Job job) {
    return span.job().callAt(span.to() - 1) == job;
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

  /** After {@link #takeBackAll}: nobody waits for what may still run; it shall end. */
  void stopRunning(List<Runnable> toDo) {
    if (sentence == null && harvest.received() < span.size()) {
      pass(Math.max(0, slate.claimed() - 1), null, System.nanoTime(), toDo);
    }
  }

  /**
   * Sees to it that limits are kept.
   *
   * @param back gets what others are to do of its span
   * @param toDo gets what is to be done outside the lock
   * @return in how many nanoseconds to look again
   */
  long look(long now, Consumer<Span> back, List<Runnable> toDo) {
    long next = Limits.NONE;
    if (sentence != null) {
      next = lookAtSentence(now, toDo);
    } else if (span != null && !doomed) {
      next = lookAtTask(now, back, toDo);
    }
    boolean watched = limits.watchesProcesses() && ready && !doomed;
    return watched ? Math.min(next, lookAtProcess(now, toDo)) : next;
  }

  private long lookAtTask(long now, Consumer<Span> back, List<Runnable> toDo) {
    long timeout = span.job().timeoutNanos();
    if (timeout == Limits.NONE) {
      return Limits.NONE;
    }
    long left = leftNanos(now, timeout);
    if (left > 0) {
      return left;
    }
    if (span.size() > 1 && slate.withdraw()) { // which of them cannot be read in time?
      for (int index = span.to() - 1; index >= span.from(); index--) {
        back.accept(Span.of(span.job(), index, index + 1));
      }
      Span ignored = drop();
      doomed = true;
      toDo.add(process::kill);
      return Limits.NONE;
    }
    back.accept(takeBackAll());
    left = leftNanos(now, timeout); // it may just have ended, and the next one have begun
    if (left > 0) {
      return left;
    }
    int overdue = Math.max(0, slate.claimed() - 1); // and no other begins after it
    long task = span.job().numberOf(span.from() + overdue);
    Duration allowed = Duration.ofNanos(timeout);
    pass(overdue, stacks -> new TaskTimeoutException(pid(), task, allowed, stacks), now, toDo);
    return 0;
  }

  /**
   * How long the task that runs, or the reading of the span, may still take; more than 0 if none
   * does.
   */
  private long leftNanos(long now, long timeout) {
    boolean begun = slate.claimed() > 0;
    if (begun && slate.running(harvest.received()) < 0) {
      return timeout;
    }
    return (begun ? slate.beganNanos() : assignedAt) + timeout - now;
  }

  /** Has the task interrupted; does nothing if its outcome has come meanwhile. */
  private void pass(int task, Function<String, Throwable> failure, long now, List<Runnable> toDo) {
    int index = span.from() + task;
    if (harvest.becomeUnwanted(index)) {
      if (failure != null) {
        ledger.taskTimesOut();
      }
      sentence = new Sentence(span.job(), index, failure, now, limits.graceNanos());
      slate.orderInterrupt(task);
      toDo.add(() -> Orders.give(pid()));
    }
  }

  private long lookAtSentence(long now, List<Runnable> toDo) {
    Sentence passed = sentence;
    if (passed.becomeTold(slate.isObeyed(), now)) {
      toDo.add(() -> passed.tell(stacks()));
    }
    if (passed.becomeEnding(now)) {
      doomed = true;
      toDo.add(process::terminate);
    }
    return passed.nextLookNanos(now);
  }

  /** The task has ended: its failure is told now, if it was not. */
  Runnable lastWord() {
    Sentence passed = sentence;
    boolean untold = passed != null && passed.becomeTold(true, System.nanoTime());
    return untold ? () -> passed.tell(stacks()) : () -> {};
  }

  /** Asks it what it does; {@link #answeredStacks} has the answer. */
  void askForStacks() {
    slate.orderStacks();
    Orders.give(pid());
  }

  /** What its threads did when it was asked last; null if it has not answered yet. */
  String answeredStacks() {
    return slate.isObeyed() ? stacks() : null;
  }

  private String stacks() {
    try {
      return slate.isObeyed() ? Files.readString(stacksFile()) : "";
    } catch (IOException e) {
      return ""; // it had no memory for it
    }
  }

  private Path stacksFile() {
    return Path.of(slateFile + PoolWorker.STACKS);
  }

  private long lookAtProcess(long now, List<Runnable> toDo) {
    if (nextGaugeNanos - now > 0) {
      return nextGaugeNanos - now;
    }
    nextGaugeNanos = now + Limits.LOOK_NANOS;
    long used = ProcessGauge.residentBytes(pid());
    if (used > limits.memoryBytes()) {
      killBecause(
          "it used " + (used >> 20) + " MiB, more than " + (limits.memoryBytes() >> 20) + " MiB",
          toDo);
    } else if (span == null || !ProcessGauge.isStopped(pid())) {
      stoppedNanos = 0;
    } else if (stoppedNanos == 0) {
      stoppedNanos = now | 1;
    } else if (now - stoppedNanos > limits.stoppedNanos()) {
      long millis = TimeUnit.NANOSECONDS.toMillis(now - stoppedNanos);
      killBecause("it was stopped for " + millis + " ms", toDo);
    }
    return Limits.LOOK_NANOS;
  }

  private void killBecause(String reason, List<Runnable> toDo) {
    killedBecause = "; the pool killed it, because " + reason;
    doomed = true;
    toDo.add(process::kill);
  }

  /** Why the pool ended it, in words that follow others; empty if it did not. */
  String killedBecause() {
    return killedBecause;
  }

  boolean isDoomed() {
    return doomed;
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
    return process.pid().orElse(-1);
  }

  /** Sends the assigned span. */
  void send(Span assigned) {
    SpanRecord recorded = record;
    byte[] message = outbox.message(assigned);
    if (recorded != null) {
      recorded.serialized();
    }
    if (message == null) {
      ledger.spanDropped(this);
    } else if (message.length <= FITS || Thread.currentThread() == listener) {
      outbox.deliver(message);
    } else {
      Thread sender = new Thread(() -> outbox.deliver(message), "mp-pool-sender-" + pid());
      sender.setDaemon(true);
      sender.start();
    }
  }

  /** No more tasks will come: the worker ends by itself. */
  void release() {
    try {
      channel.close();
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

  boolean failedInInitializer() {
    return failedInInitializer;
  }

  /** Whether a signal ended it that did not come from here. */
  boolean wasKilledByOthers() {
    return !tooSlow && process.exitCode().orElse(0) < 0;
  }

  /** Waits a limited time for the process to end, then kills it. */
  void awaitEnd(Duration grace) throws InterruptedException {
    if (!process.join(grace)) {
      process.kill();
      process.join();
    }
  }

  private void listenToTheEnd() {
    ProcessStartException notStarted = null;
    try {
      notStarted = awaitReady();
      if (notStarted == null) {
        ledger.workerReady(this);
        while (true) {
          answer(freight.receive());
        }
      }
    } catch (IOException e) {
      // the worker's end of the channel is closed, or ours: either way it has no more to say
    } catch (RuntimeException | Error e) {
      giveUp(e);
    }
    end(notStarted);
  }

  /** What the worker says cannot be understood: nobody shall wait for it. */
  private void giveUp(Throwable why) {
    process.kill();
    Span left = span;
    if (left != null) {
      left.job().failAll(why);
    }
  }

  private ProcessStartException awaitReady() throws IOException {
    Duration limit = Duration.ofNanos(limits.startNanos());
    if (!pollUninterrupted(limit)) {
      tooSlow = true;
      process.kill();
      return new ProcessStartException(
          "a worker was not ready within "
              + limit.toMillis()
              + " ms and was killed: pid="
              + pid()
              + "; does the pool's initializer take longer? startLimit sets how long it may",
          pid(),
          -9,
          "");
    }
    byte[] first;
    try {
      first = freight.receive();
    } catch (EOFException e) {
      joinQuietly();
      return process.startFailure().orElseGet(this::diedBeforeReady);
    }
    if (first[0] == Messages.READY) {
      return null;
    }
    failedInInitializer = true;
    Object why = new OutcomeReader(first, Messages.AFTER_TYPE, serializer).next();
    Throwable thrown = ((OutcomeReader.Failure) why).thrown();
    return new ProcessStartException(
        "the pool's initializer failed in a worker: " + thrown, thrown);
  }

  private boolean pollUninterrupted(Duration limit) throws IOException {
    try {
      return channel.poll(limit);
    } catch (InterruptedException e) {
      return pollUninterrupted(limit); // nobody but this class knows the listener
    }
  }

  private ProcessStartException diedBeforeReady() {
    return new ProcessStartException(
        "a worker ended before it was ready: pid="
            + pid()
            + ", "
            + Deaths.describe(process.exitCode())
            + "; did the pool's initializer end it?",
        pid(),
        process.exitCode().orElse(0),
        "");
  }

  private void answer(byte[] message) {
    SpanRecord recorded = record;
    if (recorded != null) {
      recorded.answered();
    }
    switch (message[0]) {
      case Messages.OUTCOME -> {
        harvest.take(1, new OutcomeReader(message, Messages.AFTER_TYPE, serializer));
        endRecord(recorded);
        ledger.spanDone(this);
      }
      case Messages.FLUSH -> {
        int finished = ByteBuffer.wrap(message).getInt(Messages.AFTER_TYPE);
        harvest.take(finished, new OutcomeReader(message, Messages.AFTER_FINISHED, serializer));
        if (recorded != null) {
          recorded.taken();
        }
      }
      case Messages.DONE -> {
        takeFromSlate();
        endRecord(recorded);
        ledger.spanDone(this);
      }
      case Messages.NO_FUNCTION -> {
        outbox.forgetFunction();
        span.job().failAll(failure(message));
        ledger.spanDone(this);
      }
      case Messages.RETIRING -> ledger.workerRetires(this);
      case Messages.NO_ELEMENTS -> ledger.spanUnreadable(this, failure(message));
      default -> throw new IllegalStateException("unknown message from a worker: " + message[0]);
    }
  }

  private void endRecord(SpanRecord recorded) {
    if (recorded != null) {
      recorded.taken();
      recorded.end(pid(), span.size());
    }
  }

  private Throwable failure(byte[] message) {
    Object failure = new OutcomeReader(message, Messages.AFTER_TYPE, serializer).next();
    return ((OutcomeReader.Failure) failure).thrown();
  }

  private void takeFromSlate() {
    harvest.take(slate.finished(), new OutcomeReader(slate.outcomes(), 0, serializer));
  }

  private void end(ProcessStartException notStarted) {
    joinQuietly();
    awaitLogs();
    try {
      channel
          .close(); // after the worker's end, so that this is the last holder and removes the names
    } catch (IOException e) {
      // the worker is gone, its channel with it
    }
    Span left = span;
    if (left != null && !left.isCall()) {
      try {
        takeFromSlate();
      } catch (RuntimeException | Error e) {
        giveUp(e);
      }
    }
    try {
      Files.deleteIfExists(slateFile);
      Files.deleteIfExists(stacksFile());
      Freight.removeAll(slateFile.toString());
      Nest.removeAll(slateFile);
    } catch (IOException e) {
      // goes with the family's folder
    }
    ledger.workerEnded(this, notStarted);
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
      awaitEnd(END_LIMIT);
    } catch (InterruptedException e) {
      process.kill(); // nobody but this class knows the listener
    }
  }

  /** What becomes of the span that it had when it ended; the ledger's lock is held. */
  Salvage salvage() {
    int received = harvest.received();
    int decided = sentence == null ? -1 : sentence.index();
    return Salvage.of(span, span.from() + received, slate.claimed() > received, decided);
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
