package multiprocessing.pool;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How far, how fast, in words. */
final class Pace {
  private final long start = System.nanoTime();

  String describe(long done, long total) {
    return describe(done, total, System.nanoTime() - start);
  }

  static String describe(long done, long total, long nanos) {
    String time = seconds(nanos);
    if (total < 0) {
      return done + " done, " + time;
    }
    String share = total == 0 ? "100" : String.valueOf((long) (100.0 * done / total));
    String left =
        done == 0 || done >= total
            ? ""
            : ", " + seconds((long) (nanos * ((double) (total - done) / done))) + " left";
    return share + "% " + done + "/" + total + ", " + time + left;
  }

  private static String seconds(long nanos) {
    long whole = TimeUnit.NANOSECONDS.toSeconds(nanos);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
