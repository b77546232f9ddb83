package multiprocessing.examples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Counts the instructions of the JDK's classes one after the other, in this JVM. */
final class BytecodeSequential {
  private static final long SHOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private BytecodeSequential() {}

  static int run(List<String> arguments, PrintStream out) {
    BytecodeOptions options = BytecodeOptions.parse(arguments);
    List<String> paths = ClassFiles.first(options.limit());
    long start = System.nanoTime();
    Histogram all = count(paths, Progress.on(out));
    double seconds = (System.nanoTime() - start) / 1e9;
    BytecodeReport.print(all, paths.size(), out);
    out.printf(Locale.ROOT, "sequential: %.2f s%n", seconds);
    return 0;
  }

  static Histogram count(List<String> paths, Progress progress) {
    List<Histogram> each = new ArrayList<>(paths.size());
    long shownAt = System.nanoTime();
    for (String path : paths) {
      each.add(ClassFiles.count(path));
      if (System.nanoTime() - shownAt > SHOW_NANOS) {
        shownAt = System.nanoTime();
        progress.show("sequential: " + each.size() + " of " + paths.size() + " classes");
      }
    }
    progress.clear();
    return Histogram.sum(each);
  }
}
