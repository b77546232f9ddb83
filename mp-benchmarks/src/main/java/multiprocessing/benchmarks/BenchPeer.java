package multiprocessing.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import multiprocessing.sync.Lock;
import multiprocessing.sync.RLock;

/**
 * The Java side of {@code ./bench}: does the work it is told on stdin and prints how long one unit
 * took. The commands are described in its counterpart, {@code bench_peer.py}.
 */
public final class BenchPeer {
  /** Makes a benchmark, with all that stays open between its runs. */
  @FunctionalInterface
  interface Opener {
    Benchmark open() throws Exception;
  }

  /** The argument of the peer that does without the library. */
  static final String PLAIN = "plain";

  private static final int STEPS_OF_1_MS = 700_000;
  private static final int STEPS_OF_10_MS = 10 * STEPS_OF_1_MS;

  private static final Map<String, Opener> ROWS =
      Map.ofEntries(
          Map.entry("noop", NoopBenchmark::new),
          Map.entry("spawn", SpawnBenchmark::new),
          Map.entry("forkserver", () -> new ForkserverBenchmark(false)),
          Map.entry("forkserver-first-line", () -> new ForkserverBenchmark(true)),
          Map.entry("start-50", () -> new StartManyBenchmark(50)),
          Map.entry("idle-memory", IdleMemoryBenchmark::new),
          Map.entry("pool-first", () -> new PoolFirstBenchmark(true)),
          Map.entry("pool-after-pool", () -> new PoolFirstBenchmark(false)),
          Map.entry("apply", ApplyBenchmark::new),
          Map.entry("map-1m", () -> new MapBenchmark(1_000_000, OptionalInt.empty())),
          Map.entry("map-100k-chunk1", () -> new MapBenchmark(100_000, OptionalInt.of(1))),
          Map.entry("imap-50k", () -> new IteratorBenchmark(50_000, 1, true)),
          Map.entry("imap-unordered-1m", () -> new IteratorBenchmark(1_000_000, 1_000, false)),
          Map.entry(
              "small-tasks",
              () -> new RateBenchmark(new IteratorBenchmark(200_000, 1, false), 200_000)),
          Map.entry("apply-async-50k", () -> new ApplyAsyncBenchmark(50_000)),
          Map.entry("apply-64mib", () -> new BulkBenchmark(64 << 20)),
          Map.entry("cpu-10ms", () -> new CpuBoundBenchmark(100, STEPS_OF_10_MS)),
          Map.entry("cpu-1ms", () -> new CpuBoundBenchmark(1_000, STEPS_OF_1_MS)),
          Map.entry("executor-50k", () -> ExecutorBenchmark.ofProcesses(50_000)),
          Map.entry("pipe-1byte", PipeBenchmark::new),
          Map.entry("pipe-object", PipeObjectBenchmark::new),
          Map.entry("pipe-1mib", PipeBulkBenchmark::new),
          Map.entry("wait-1000", WaitBenchmark::new),
          Map.entry("lock", () -> new LockBenchmark(new Lock(), false)),
          Map.entry("rlock", () -> new LockBenchmark(new RLock(), false)),
          Map.entry("lock-contended", () -> new LockBenchmark(new Lock(), true)),
          Map.entry("lock-fairness", LockFairnessBenchmark::new),
          Map.entry("semaphore", SemaphoreBenchmark::new),
          Map.entry("event", EventBenchmark::new),
          Map.entry("queue-1to1", () -> new QueueBenchmark(1)),
          Map.entry("queue-2to2", () -> new QueueBenchmark(2)),
          Map.entry("simple-queue", SimpleQueueBenchmark::new),
          Map.entry("queue-echo", () -> new QueueEchoBenchmark(1)),
          Map.entry("queue-1mib", () -> new QueueEchoBenchmark(new byte[1024 * 1024])),
          Map.entry("value", ValueBenchmark::new),
          Map.entry("shared-memory", SharedMemoryBenchmark::new));

  /** What the library is not in. */
  private static final Map<String, Opener> PLAIN_ROWS =
      Map.of(
          "cpu-10ms", () -> new PlainJvmsBenchmark(100, STEPS_OF_10_MS),
          "cpu-1ms", () -> new PlainJvmsBenchmark(1_000, STEPS_OF_1_MS),
          "executor-50k", () -> ExecutorBenchmark.ofThreads(50_000));

  private final Map<String, Opener> rows;
  private final PrintStream out;
  private final Map<String, Benchmark> open = new HashMap<>();

  private BenchPeer(Map<String, Opener> rows, PrintStream out) {
    this.rows = rows;
    this.out = out;
  }

  /**
   * Serves until stdin ends.
   *
   * @param args none, or {@link #PLAIN}
   * @throws Exception if stdin cannot be read or a benchmark cannot be closed
   */
  public static void main(String[] args) throws Exception {
    boolean plain = List.of(args).contains(PLAIN);
    new BenchPeer(plain ? PLAIN_ROWS : ROWS, new PrintStream(System.out, true, UTF_8))
        .serve(new BufferedReader(new InputStreamReader(System.in, UTF_8)));
  }

  private void serve(BufferedReader in) throws Exception {
    out.println("ready Java " + Runtime.version() + ", " + System.getProperty("java.vm.name"));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      out.println(words[1] + " " + answerOrError(words));
    }
    for (Benchmark benchmark : open.values()) {
      benchmark.close();
    }
  }

  private String answerOrError(String[] words) throws IOException {
    try {
      return answer(words);
    } catch (Exception | LinkageError e) {
      e.printStackTrace(); // the orchestrator shows the end of stderr beneath the table
      return "error " + e.toString().replaceAll("\\s+", " ");
    }
  }

  private String answer(String[] words) throws Exception {
    String name = words[1];
    switch (words[0]) {
      case "run" -> {
        Benchmark benchmark = open.get(name);
        if (benchmark == null) {
          benchmark = opened(name, Integer.parseInt(words[2]));
          open.put(name, benchmark);
        }
        return String.format(Locale.ROOT, "%.1f", benchmark.run(Integer.parseInt(words[3])));
      }
      case "close" -> {
        Benchmark benchmark = open.remove(name);
        if (benchmark != null) {
          benchmark.close();
        }
        return "closed";
      }
      default -> throw new IllegalArgumentException("unknown command: " + words[0]);
    }
  }

  private Benchmark opened(String name, int warmUp) throws Exception {
    Opener opener = rows.get(name);
    if (opener == null) {
      throw new IllegalArgumentException("unknown row");
    }
    Benchmark benchmark = opener.open();
    try {
      benchmark.run(warmUp);
      return benchmark;
    } catch (Exception | LinkageError e) {
      benchmark.close();
      throw e;
    }
  }
}
