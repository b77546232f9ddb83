package multiprocessing.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** A row of a table: a piece of work that both sides do, equally often. */
enum Row {
  SPAWN("spawn", "start and join a process with an empty task", 20, 20, 2.1),
  FORKSERVER("forkserver", "the same, with a process kept ready", 5, 20, 0.7),
  FORKSERVER_FIRST_LINE("forkserver-first-line", "the same, to the task's first line", 5, 20, 0.3),
  START_50("start-50", "start 50 processes with an empty task, then join them", 1, 1, 8),
  IDLE_MEMORY("idle-memory", "memory of an idle child that no other process has", 1, 3, Double.NaN),
  POOL_FIRST(
      "pool-first", "make a Pool(2), with a process kept ready, and get a result", 5, 20, 1.0),
  POOL_AFTER_POOL("pool-after-pool", "the same, right after another", 5, 20, Double.NaN),
  APPLY("apply", "one apply on a warm Pool(2)", 10_000, 5_000, 0.2),
  MAP_1M("map-1m", "one map of 1,000,000 ints, warm Pool(2), default chunks", 40, 3, 0.5),
  MAP_100K_CHUNK1("map-100k-chunk1", "one map of 100,000 ints, chunk size 1", 3, 1, 0.15),
  IMAP_50K("imap-50k", "one imap over 50,000 ints, warm Pool(2)", 5, 1, 0.15),
  IMAP_UNORDERED_1M(
      "imap-unordered-1m", "one imapUnordered over 1,000,000 ints, chunk size 1,000", 40, 1, 0.5),
  SMALL_TASKS("small-tasks", "tasks of 200,000 ints by imapUnordered, one by one", 5, 1, 300_000),
  APPLY_ASYNC_50K("apply-async-50k", "50,000 times applyAsync, then each get", 20, 1, 0.15),
  APPLY_64MIB("apply-64mib", "one apply to an array of 64 MiB", 5, 5, 0.5),
  CPU_10MS("cpu-10ms", "100 tasks that compute for 10 ms, warm Pool(2)", 3, 3, 1.053),
  CPU_1MS("cpu-1ms", "1,000 tasks that compute for 1 ms, warm Pool(2)", 3, 3, 1.053),
  EXECUTOR_50K("executor-50k", "50,000 times submit, then each get", 5, 3, Double.NaN),
  PIPE_1BYTE("pipe-1byte", "1 byte to a child and back over a Pipe", 20_000, 20_000, 0.45),
  PIPE_OBJECT("pipe-object", "a small object to a child and back over a Pipe", 60_000, 20_000, 0.4),
  PIPE_1MIB("pipe-1mib", "1 MiB to a child over a Pipe, which answers with 1 byte", 500, 500, 1.0),
  WAIT_1000("wait-1000", "wait for 1,000 pipes, one of which has a message", 1_000, 1_000, 1.2),
  LOCK("lock", "take and release a Lock that nobody else wants", 2_000_000, 1_000_000, 0.4),
  RLOCK("rlock", "take and release an RLock that nobody else wants", 2_000_000, 1_000_000, 0.5),
  LOCK_CONTENDED(
      "lock-contended", "the same against a child that does the same", 200_000, 200_000, 1.0),
  LOCK_FAIRNESS(
      "lock-fairness",
      "the smaller share, in percent, of two processes that contend for a Lock, in milliseconds",
      500,
      1_000,
      Double.NaN),
  SEMAPHORE(
      "semaphore", "take and give a permit that nobody else wants", 2_000_000, 1_000_000, 0.5),
  EVENT("event", "set an Event until a child that waits for it goes on", 5_000, 500, 1.0),
  QUEUE_1TO1(
      "queue-1to1", "a small object from one child to another by a Queue", 300_000, 100_000, 0.12),
  QUEUE_2TO2("queue-2to2", "the same between two and two children", 300_000, 100_000, 0.2),
  SIMPLE_QUEUE(
      "simple-queue", "a small object to a child by a SimpleQueue", 300_000, 100_000, 0.12),
  QUEUE_ECHO(
      "queue-echo", "a small object to a child and back by two Queues", 20_000, 10_000, 0.15),
  QUEUE_1MIB("queue-1mib", "1 MiB to a child by a Queue, and its length back", 500, 300, 0.67),
  VALUE("value", "increment a Value under its lock", 2_000_000, 1_000_000, 0.08),
  SHARED_MEMORY("shared-memory", "copy 16 MiB into SharedMemory", 30, 30, 1.1),
  /** Not listed: it measures the harness, not the library. */
  NOOP("noop", "1,000 steps of a random generator, no process", 2_000, 2_000, Double.NaN);

  private static final int QUICK_DIVISOR = 10;

  private final String id;
  private final String work;
  private final int warmUp;
  private final int units;
  private final double target;

  Row(String id, String work, int warmUp, int units, double target) {
    this.id = id;
    this.work = work;
    this.warmUp = warmUp;
    this.units = units;
    this.target = target;
  }

  static List<Row> listed() {
    return Arrays.stream(values()).filter(row -> row != NOOP).toList();
  }

  static Row of(String id) {
    return Arrays.stream(values())
        .filter(row -> row.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such benchmark: " + id));
  }

  String id() {
    return id;
  }

  /** What one unit is. */
  String work() {
    return work;
  }

  /** The ratio of time or memory that we want at most; of a rate, our own that we want at least. */
  OptionalDouble target() {
    return Double.isNaN(target) ? OptionalDouble.empty() : OptionalDouble.of(target);
  }

  /** What our side is compared with. */
  Side other() {
    return switch (this) {
      case CPU_10MS, CPU_1MS, EXECUTOR_50K -> Side.PLAIN_JAVA;
      default -> Side.CPYTHON;
    };
  }

  Measure measure() {
    return switch (this) {
      case IDLE_MEMORY -> Measure.MEMORY;
      case LOCK_FAIRNESS -> Measure.SHARE;
      case SMALL_TASKS -> Measure.RATE;
      default -> Measure.TIME;
    };
  }

  /** How many units a peer does, untimed, before its first measured run. */
  int warmUp(boolean quick) {
    return scaled(warmUp, quick);
  }

  /** How many units are measured in one run. */
  int units(boolean quick) {
    return scaled(units, quick);
  }

  private static int scaled(int count, boolean quick) {
    return quick ? Math.max(1, count / QUICK_DIVISOR) : count;
  }
}
