package multiprocessing.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures this library beside CPython: {@code ./bench}. It only tells the peers what to do, in
 * turn, so that what disturbs the machine disturbs both.
 */
public final class Bench {
  private static final int EXIT_INCOMPLETE = 1;
  private static final int EXIT_USAGE = 2;

  private final Options options;
  private final Map<Side, PeerSlot> peers;

  private Bench(Options options, Map<Side, PeerSlot> peers) {
    this.options = options;
    this.peers = peers;
  }

  /**
   * Measures and prints the table; progress goes to stderr. Exits with 1 if a row could not be
   * measured and with 2 if the command line was not understood.
   *
   * @param args see {@link Options}
   * @throws IOException if the machine could not be searched for Python
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int status;
    try {
      status = run(Options.parse(args));
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.err.print(Options.USAGE);
      status = EXIT_USAGE;
    }
    System.exit(status);
  }

  private static int run(Options options) throws IOException, InterruptedException {
    switch (options.action()) {
      case HELP -> System.out.print(Options.USAGE);
      case LIST ->
          Row.listed().forEach(row -> System.out.printf("%-16s %s%n", row.id(), row.work()));
      case MEASURE -> {
        return measure(options);
      }
    }
    return 0;
  }

  private static int measure(Options options) throws IOException, InterruptedException {
    Map<Side, PeerSlot> peers = new EnumMap<>(Side.class);
    peers.put(Side.JAVA, new PeerSlot(javaCommand(options)));
    if (options.rows().stream().anyMatch(row -> row.other() == Side.PLAIN_JAVA)) {
      peers.put(Side.PLAIN_JAVA, new PeerSlot(javaCommand(options, BenchPeer.PLAIN)));
    }
    python(options).ifPresent(path -> peers.put(Side.CPYTHON, new PeerSlot(pythonCommand(path))));
    Thread killer = new Thread(() -> peers.values().forEach(PeerSlot::kill), "bench-killer");
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      return new Bench(options, peers).measure();
    } finally {
      peers.values().forEach(PeerSlot::close);
    }
  }

  private static List<String> javaCommand(Options options, String... arguments) {
    String home = options.javaHome().orElse(System.getProperty("java.home"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(home, "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BenchPeer.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> pythonCommand(String executable) {
    Path root = Path.of(System.getProperty("bench.root", "")).toAbsolutePath();
    Path script = root.resolve("mp-benchmarks/src/main/python/bench_peer.py");
    return List.of(executable, script.toString());
  }

  private static Optional<String> python(Options options) throws IOException, InterruptedException {
    if (options.python().isEmpty()) {
      return PythonFinder.newest().map(PythonFinder.Python::executable);
    }
    String asked = options.python().get();
    return Optional.of(
        PythonFinder.probe(asked)
            .orElseThrow(() -> new IllegalArgumentException("no Python 3.8 or later: " + asked))
            .executable());
  }

  private int measure() throws InterruptedException {
    try {
      printHeader();
    } catch (IOException | PeerException e) {
      System.err.println("bench: could not start a peer: " + e.getMessage());
      return EXIT_INCOMPLETE;
    }
    List<Result> results = new ArrayList<>();
    for (Row row : options.rows()) {
      System.err.println("measuring " + row.id() + ": " + row.work());
      results.add(measure(row));
    }
    System.out.println();
    System.out.print(Table.of(results));
    boolean complete = true;
    for (Result result : results) {
      for (Map.Entry<Side, String> failure : result.failures().entrySet()) {
        System.out.printf(
            "%n%s, %s: %s%n", result.row().id(), failure.getKey().title(), failure.getValue());
        complete = false;
      }
    }
    return complete ? 0 : EXIT_INCOMPLETE;
  }

  private void printHeader() throws IOException, PeerException, InterruptedException {
    var system = ManagementFactory.getOperatingSystemMXBean();
    System.out.printf(
        Locale.ROOT,
        "%s %s, %d CPUs, load %.1f; %d rounds, medians (lowest-highest)%s%n",
        system.getName(),
        system.getArch(),
        system.getAvailableProcessors(),
        system.getSystemLoadAverage(),
        options.rounds(),
        options.quick() ? "; quick: not to be quoted" : "");
    for (Map.Entry<Side, PeerSlot> peer : peers.entrySet()) {
      System.out.println(peer.getKey().title() + ": " + peer.getValue().greeting());
    }
    if (!peers.containsKey(Side.CPYTHON)) {
      System.out.println("CPython: none found, so there are no ratios");
    }
  }

  /** Each side once per round; the side that begins changes from round to round. */
  private Result measure(Row row) throws InterruptedException {
    Result result = new Result(row);
    List<Side> sides = Stream.of(Side.JAVA, row.other()).filter(peers::containsKey).toList();
    for (int round = 0; round < options.rounds(); round++) {
      List<Side> order = new ArrayList<>(sides);
      if (round % 2 == 1) {
        Collections.reverse(order);
      }
      for (Side side : order) {
        if (!result.failures().containsKey(side)) {
          measureOnce(result, side);
        }
      }
    }
    for (Side side : sides) {
      if (!result.failures().containsKey(side)) {
        release(result, side);
      }
    }
    return result;
  }

  private void measureOnce(Result result, Side side) throws InterruptedException {
    try {
      result.add(side, peers.get(side).ready().run(result.row(), options.quick()));
    } catch (IOException | PeerException e) {
      result.fail(side, e.getMessage());
    }
  }

  private void release(Result result, Side side) throws InterruptedException {
    try {
      peers.get(side).ready().release(result.row());
    } catch (IOException | PeerException e) {
      result.fail(side, "measured, but could not be closed: " + e.getMessage());
    }
  }
}
