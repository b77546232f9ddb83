package multiprocessing.pool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import multiprocessing.Process;
import multiprocessing.connection.Connection;
import multiprocessing.function.SerializableFunction;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.internal.records.Forwarding;
import multiprocessing.internal.wire.ObjectCodec;

/** A worker process: takes messages from its channel until the channel ends. */
final class PoolWorker extends Process {
  /** What follows the slate's name in that of the file with the stacks. */
  static final String STACKS = "-stacks";

  private static final int NONE = -1;

  private final Connection channel;
  private final String slateFile;
  private final SerializableRunnable initializer;
  private final Forwarding logs;
  private final long maxMemory;

  private Affinity affinity; // set before it starts; null if it is not pinned

  // Made in the worker
  private transient Freight freight;
  private transient OutcomeWriter outcome;
  private transient Slate slate;
  private transient Outflow outflow;
  private transient TaskMark mark;
  private transient ClassLoader loader;
  private transient MemoryAllowance memory;
  private transient boolean weakened;
  private transient int running = NONE;
  private transient int functionNumber;
  private transient SerializableFunction<Object, Object> function;

  PoolWorker(
      Builder options,
      Connection channel,
      String slateFile,
      SerializableRunnable initializer,
      Forwarding logs,
      long maxMemory) {
    super(options);
    this.channel = channel;
    this.slateFile = slateFile;
    this.initializer = initializer;
    this.logs = logs;
    this.maxMemory = maxMemory;
  }

  /** Before its start: the processors that it will have before its initializer runs. */
  void pinTo(Affinity processors) {
    this.affinity = processors;
  }

  /** Which of the pool's sets of processors it has. */
  int slot() {
    return affinity == null ? CpuSlots.NONE : affinity.slot();
  }

  @Override
  protected void run() throws Exception {
    Nest.become(slateFile);
    if (logs != null) {
      logs.begin();
    }
    freight = new Freight(channel, slateFile);
    outcome = new OutcomeWriter(freight::store);
    initialize();
    loader = Thread.currentThread().getContextClassLoader();
    try {
      slate = Slate.open(Path.of(slateFile));
      outflow = new Outflow(freight, slate);
      mark = new TaskMark();
      memory = new MemoryAllowance(maxMemory);
      running = NONE;
      TaskContext.runTasksFrom(this::context);
      WorkerOrders.take(slate, Path.of(slateFile + STACKS), mark);
      freight.send(new byte[] {Messages.READY});
      while (true) {
        answerNext();
      }
    } catch (IOException e) {
      // the pool has no more tasks, or is gone
      WorkerState.ofProcess().end();
      channel.close();
      endDespiteOtherThreads();
    }
  }

  private void initialize() throws Exception {
    try {
      if (affinity != null) {
        affinity.pin();
      }
      if (initializer != null) {
        callInitializer();
      }
    } catch (Throwable e) {
      outcome.failure(e);
      freight.send(Messages.of(Messages.NOT_READY, outcome));
      throw e;
    }
  }

  private void callInitializer() throws Exception {
    try {
      initializer.call();
    } finally {
      boolean ignored = Thread.interrupted(); // nobody but the initializer was meant
    }
  }

  private void answerNext() throws IOException {
    byte[] message;
    try {
      message = freight.receive();
    } catch (OutOfMemoryError e) {
      outcome.reset();
      outcome.failure(e);
      freight.send(Messages.of(Messages.NO_ELEMENTS, outcome));
      return;
    }
    answer(message);
  }

  private void answer(byte[] message) throws IOException {
    outcome.reset();
    if (message[0] == Messages.SINGLE || message[0] == Messages.STORED) {
      // the claim tells the pool that this task is to blame if this process dies
      if (!slate.claim(slate.isTimed())) {
        freight.send(new byte[] {Messages.DONE});
        return;
      }
      byte[] single = runSingle(message);
      slate.finishedCall();
      retireIfWeakened();
      freight.send(single);
    } else {
      answerSpan(message);
    }
  }

  private byte[] runSingle(byte[] message) {
    long task = TaskMark.number(slate.spanNumber(), 0);
    TaskRecord recorded = TaskRecord.begin();
    boolean read = false;
    boolean ok = false;
    try {
      begin(task, 0);
      Object[] call = (Object[]) Rebuilding.of(() -> load(message));
      read = true;
      outcome.result(call(call, recorded));
      byte[] answer = Messages.of(Messages.OUTCOME, outcome);
      ok = true;
      return answer;
    } catch (Throwable e) {
      fail(e, read);
      return Messages.of(Messages.OUTCOME, outcome);
    } finally {
      forget(task);
      weakened |= memory.isExceeded();
      if (recorded != null) {
        recorded.end(0, ok);
      }
    }
  }

  private static Object load(byte[] message) {
    if (message[0] == Messages.SINGLE) {
      return ObjectCodec.loads(message, 1);
    }
    return ObjectCodec.loads(
        Path.of(new String(message, 1, message.length - 1, StandardCharsets.UTF_8)));
  }

  private static Object call(Object[] call, TaskRecord recorded) throws Exception {
    if (recorded != null) {
      recorded.runs(call[0]);
    }
    return Calls.run(call);
  }

  private Object apply(Object element, TaskRecord recorded) throws Exception {
    Object[] call = recorded == null ? null : Bundle.callOf(function, element);
    if (call != null) {
      return call(call, recorded);
    }
    if (recorded != null) {
      recorded.runs(Star.within(function));
    }
    return function.apply(element);
  }

  /** It may be cancelled before it has begun, when nobody could interrupt it. */
  private void begin(long task, int index) {
    running = index;
    mark.begin(task);
    if (slate.orderedTask() == task) {
      throw new CancellationException("cancelled before it began");
    }
  }

  /** What the running task asks for; null if none runs. */
  private TaskContext context() {
    if (running == NONE) {
      return null;
    }
    long task = TaskMark.number(slate.spanNumber(), running);
    return new TaskContext(
        numberOf(running),
        running == 0 ? slate.losses() + 1 : 1,
        name(),
        () -> slate.orderedTask() == task);
  }

  private long numberOf(int index) {
    long first = slate.firstNumber();
    return first == Slate.CALLS ? 0 : first + index;
  }

  /** Before user's code has run, a lack of memory has broken nothing. */
  private void fail(Throwable thrown, boolean begun) {
    outcome.reset();
    outcome.failure(thrown);
    weakened |= begun && thrown instanceof VirtualMachineError;
  }

  /** A task may leave the flag set, and a class loader; the next one starts as the first did. */
  private void forget(long task) {
    mark.end(task);
    running = NONE;
    Thread.currentThread().setContextClassLoader(loader);
  }

  /**
   * After an error of the JVM itself, such as a lack of memory, or when it has grown too large,
   * another process goes on.
   */
  private void retireIfWeakened() throws IOException {
    if (weakened) {
      freight.send(new byte[] {Messages.RETIRING});
    }
  }

  private void answerSpan(byte[] message) throws IOException {
    ByteBuffer span = ByteBuffer.wrap(message).position(1);
    if (!hasFunction(span.getInt(), span)) {
      freight.send(Messages.of(Messages.NO_FUNCTION, outcome));
      return;
    }
    slate.setFunction();
    Object[] elements;
    try {
      elements = (Object[]) Rebuilding.of(() -> ObjectCodec.loads(message, span.position()));
    } catch (Throwable e) {
      outcome.failure(e);
      freight.send(Messages.of(Messages.NO_ELEMENTS, outcome));
      return;
    }
    if (message[0] == Messages.STREAM) {
      outflow.beginStream();
    }
    runSpan(elements);
    freight.send(new byte[] {Messages.DONE});
  }

  private static byte[] bytes(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  /** A function stays for the spans that follow; false if it cannot be rebuilt here. */
  @SuppressWarnings("unchecked") // what the pool sends here is a function of one argument
  private boolean hasFunction(int number, ByteBuffer span) {
    int length = span.getInt();
    if (length < 0 && number == functionNumber) {
      return true;
    }
    try {
      function = null;
      functionNumber = 0;
      byte[] packed = bytes(span, length);
      function =
          (SerializableFunction<Object, Object>) Rebuilding.of(() -> ObjectCodec.loads(packed));
      functionNumber = number;
      return true;
    } catch (Throwable e) {
      outcome.failure(e);
      return false;
    }
  }

  private void runSpan(Object[] elements) throws IOException {
    int number = slate.spanNumber();
    boolean timed = slate.isTimed();
    for (int i = 0; !weakened && slate.claim(timed); i++) {
      long task = TaskMark.number(number, i);
      outcome.reset();
      TaskRecord recorded = TaskRecord.begin();
      boolean ok = false;
      try {
        begin(task, i);
        Object element = elements[i];
        elements[i] = null;
        outcome.result(apply(element, recorded));
        ok = true;
      } catch (Throwable e) {
        fail(e, true);
      } finally {
        forget(task);
        weakened |= memory.isExceeded();
      }
      if (recorded != null) {
        recorded.end(numberOf(i), ok);
      }
      add(i == elements.length - 1);
    }
    outflow.end();
    retireIfWeakened();
  }

  /** A result for which there is no memory on its way is a failure like any other. */
  private void add(boolean isLast) throws IOException {
    try {
      outflow.add(outcome, isLast);
    } catch (OutOfMemoryError e) {
      fail(e, true);
      outflow.add(outcome, isLast);
    }
  }

  /** A thread that a task left behind must not keep a worker, and so the pool, from ending. */
  private static void endDespiteOtherThreads() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!thread.isDaemon()
          && thread != Thread.currentThread()
          && !thread.getName().equals("DestroyJavaVM")) {
        System.exit(0);
      }
    }
  }
}
