package multiprocessing.internal.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Copies a child's standard error to this process's own, and keeps the end of it, which is where a
 * JVM that could not start or ran out of memory says why.
 */
final class StderrPump {
  private static final int KEPT_BYTES = 4096;

  private final InputStream from;
  private final CountDownLatch drained = new CountDownLatch(1);

  // Mutable state, guarded by this
  private final byte[] kept = new byte[KEPT_BYTES];
  private long total;

  private StderrPump(InputStream from) {
    this.from = from;
  }

  static StderrPump start(InputStream from, long pid) {
    StderrPump pump = new StderrPump(from);
    Thread thread = new Thread(pump::copy, "mp-stderr-" + pid);
    thread.setDaemon(true);
    thread.start();
    return pump;
  }

  /**
   * Waits until all that the child wrote has been copied. A process that the child left behind may
   * keep the pipe open, so the wait is bounded.
   */
  void awaitDrained(long limitMillis) throws InterruptedException {
    boolean ignored = drained.await(limitMillis, TimeUnit.MILLISECONDS);
  }

  /** The last lines, without a first one that was cut. */
  synchronized String lastLines() {
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

  private void copy() {
    // never closed: that would close this process's own standard error
    OutputStream to = new FileOutputStream(FileDescriptor.err);
    byte[] buffer = new byte[8192];
    try {
      int count = from.read(buffer);
      while (count >= 0) {
        keep(buffer, count);
        forward(to, buffer, count);
        count = from.read(buffer);
      }
    } catch (IOException e) {
      // the pipe was closed with the child: nothing is left to copy
    } finally {
      drained.countDown();
    }
  }

  private static void forward(OutputStream to, byte[] buffer, int count) {
    try {
      to.write(buffer, 0, count);
    } catch (IOException e) {
      // our own standard error is closed; the child must not block for that
    }
  }

  private synchronized void keep(byte[] buffer, int count) {
    for (int i = 0; i < count; i++) {
      kept[(int) (total++ % KEPT_BYTES)] = buffer[i];
    }
  }
}
