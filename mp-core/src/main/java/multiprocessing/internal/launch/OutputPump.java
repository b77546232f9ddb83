package multiprocessing.internal.launch;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads a child's standard output or standard error in a thread of its own, to its end. */
final class OutputPump {
  /*
   * A child's end is told when all that it wrote has been dealt with. The pipe's end says so; but a process that the
   * child left behind may keep the pipe open, and may even write, for ever. So waiting for bytes is limited, in sum.
   * Dealing with them is not, as long as it gets on: a consumer may be slow; one that is stuck is not waited for.
   */
  private static final long STRAGGLERS_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final InputStream from;
  private final OutputSink sink;
  private final LastLines kept;
  private final CountDownLatch drained = new CountDownLatch(1);
  private volatile boolean busy;
  private volatile long count;

  private OutputPump(InputStream from, OutputSink sink, LastLines kept) {
    this.from = from;
    this.sink = sink;
    this.kept = kept;
  }

  /**
   * Starts a pump.
   *
   * @param threadName the name of its thread
   * @param kept gets all that is read, before the sink does
   */
  static OutputPump start(InputStream from, String threadName, OutputSink sink, LastLines kept) {
    OutputPump pump = new OutputPump(from, sink, kept);
    Thread thread = new Thread(pump::copy, threadName);
    thread.setDaemon(true);
    thread.start();
    return pump;
  }

  /** Waits, after the child's end, until what it wrote has been dealt with. */
  void awaitDrained() throws InterruptedException {
    long idle = 0;
    long stuck = 0;
    long seen = -1;
    long last = System.nanoTime();
    while (idle < STRAGGLERS_NANOS
        && stuck < STUCK_NANOS
        && !drained.await(LOOK_NANOS, TimeUnit.NANOSECONDS)) {
      long now = System.nanoTime();
      long progress = count + sink.progress();
      if (!busy) {
        idle += now - last;
      }
      stuck = busy && progress == seen ? stuck + now - last : 0;
      seen = progress;
      last = now;
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread only
  private void copy() {
    byte[] buffer = new byte[8192];
    try {
      int read = from.read(buffer);
      while (read >= 0) {
        busy = true;
        kept.add(buffer, read);
        sink.accept(buffer, read);
        count++;
        busy = false;
        read = from.read(buffer);
      }
    } catch (IOException e) {
      // the pipe was closed with the child: nothing is left to copy
    } finally {
      busy = true;
      sink.end();
      drained.countDown();
    }
  }
}
