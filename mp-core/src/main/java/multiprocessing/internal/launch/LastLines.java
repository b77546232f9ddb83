package multiprocessing.internal.launch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * The end of a child's standard error, which is where a JVM that could not start or ran out of
 * memory says why.
 */
final class LastLines {
  private static final int KEPT_BYTES = 4096;

  // Mutable state, guarded by this
  private final byte[] kept = new byte[KEPT_BYTES];
  private long total;

  synchronized void add(byte[] buffer, int count) {
    for (int i = 0; i < count; i++) {
      kept[(int) (total++ % KEPT_BYTES)] = buffer[i];
    }
  }

  /** The last lines, without a first one that was cut. */
  synchronized String text() {
    int length = (int) Math.min(total, KEPT_BYTES);
    byte[] end = new byte[length];
    for (int i = 0; i < length; i++) {
      end[i] = kept[(int) ((total - length + i) % KEPT_BYTES)];
    }
    String text = new String(end, Charset.defaultCharset());
    if (total > KEPT_BYTES) {
      text = text.substring(text.indexOf('\n') + 1);
    }
    return text.stripTrailing();
  }

  /** The last lines of a file, as far as they were written behind a position. */
  static String of(Path file, long from) {
    LastLines lines = new LastLines();
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] end = new byte[KEPT_BYTES];
      long start = Math.max(from, in.length() - KEPT_BYTES - 1);
      in.seek(start);
      for (int count = in.read(end); count > 0; count = in.read(end)) {
        lines.add(end, count);
      }
    } catch (IOException e) {
      // no file any more, no lines
    }
    return lines.text();
  }
}
