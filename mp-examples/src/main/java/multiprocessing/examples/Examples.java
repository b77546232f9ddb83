package multiprocessing.examples;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** The main class of the examples' jar: lists the examples, and runs one. */
public final class Examples {
  /** The first is the one that runs when none is named. */
  private static final List<Example> ALL =
      List.of(
          new Example(
              "bytecode",
              "count the bytecode instructions of the JDK in worker processes, and kill one of them",
              BytecodeJob::run),
          new Example(
              "bytecode-sequential",
              "count the bytecode instructions of the JDK in this JVM alone",
              BytecodeSequential::run),
          new Example(
              "bank",
              "move money in shared memory under a lock, and kill one who has the lock",
              Bank::run),
          new Example(
              "primes",
              "count primes in processes that share two queues, and kill one of them",
              Primes::run),
          new Example(
              "life", "play Conway's game in shared memory, in step by a barrier", Life::run));

  private Examples() {}

  /** Exits with the status of the example; 2 if the command line is wrong. */
  public static void main(String[] args) throws Exception {
    System.exit(run(List.of(args), System.out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream err) throws Exception {
    String name = args.isEmpty() ? ALL.get(0).name() : args.get(0);
    if (name.equals("list")) {
      out.print(listing());
      return 0;
    }
    Optional<Example> example = ALL.stream().filter(e -> e.name().equals(name)).findFirst();
    if (example.isEmpty()) {
      err.println("no example is called '" + name + "'; there are:");
      err.print(listing());
      return 2;
    }
    try {
      return example.get().body().run(args.isEmpty() ? args : args.subList(1, args.size()), out);
    } catch (UsageException e) {
      err.println(name + ": " + e.getMessage());
      return 2;
    }
  }

  private static String listing() {
    StringBuilder text = new StringBuilder();
    for (Example example : ALL) {
      text.append(String.format("%-20s %s%n", example.name(), example.line()));
    }
    return text.toString();
  }
}
