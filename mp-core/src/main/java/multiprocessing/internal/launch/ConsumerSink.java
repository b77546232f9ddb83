package multiprocessing.internal.launch;

import java.nio.charset.Charset;
import java.util.function.Consumer;

/** Hands each line to code of the user's, until that fails. */
final class ConsumerSink extends LineSink {
  private final Charset encoding;
  private final OutputSink instead;
  private Consumer<? super String> consumer;
  private volatile long taken;

  /**
   * A sink for lines.
   *
   * @param instead who gets the lines after the consumer has thrown something
   */
  ConsumerSink(Consumer<? super String> consumer, Charset encoding, OutputSink instead) {
    this.consumer = consumer;
    this.encoding = encoding;
    this.instead = instead;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread only
  void line(byte[] bytes, int length) {
    if (consumer == null) {
      bytes[length] = '\n';
      instead.accept(bytes, length + 1);
    } else {
      int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
      offer(new String(bytes, 0, end, encoding));
    }
    taken++;
  }

  @Override
  public long progress() {
    return taken;
  }

  /** As an exception that ends a thread is reported, so is this one; but the thread goes on. */
  private void offer(String text) {
    try {
      consumer.accept(text);
    } catch (Throwable e) {
      consumer = null;
      Thread pump = Thread.currentThread();
      pump.getUncaughtExceptionHandler().uncaughtException(pump, e);
    }
  }
}
