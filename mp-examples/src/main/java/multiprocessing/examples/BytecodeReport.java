package multiprocessing.examples;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/** Prints what the bytecode jobs have found. */
final class BytecodeReport {
  private static final int TOP = 15;

  private BytecodeReport() {}

  /** The most frequent instructions, one line each. */
  static void print(Histogram histogram, int classes, PrintStream out) {
    long[] counts = histogram.toArray();
    long total = Math.max(1, histogram.total());
    out.printf(Locale.ROOT, "%,d instructions in %,d classes%n", histogram.total(), classes);
    out.printf("%4s  %-16s %14s %8s%n", "", "instruction", "count", "share");
    int[] top =
        IntStream.range(0, counts.length)
            .filter(opcode -> counts[opcode] > 0)
            .boxed()
            .sorted(Comparator.comparingLong((Integer opcode) -> -counts[opcode]))
            .limit(TOP)
            .mapToInt(Integer::intValue)
            .toArray();
    for (int rank = 0; rank < top.length; rank++) {
      int opcode = top[rank];
      double share = 100.0 * counts[opcode] / total;
      String name = Opcodes.mnemonic(opcode);
      out.printf(Locale.ROOT, "%3d.  %-16s %,14d %7.2f%%%n", rank + 1, name, counts[opcode], share);
    }
  }
}
