package multiprocessing.pool;

import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the elements of one iterator, chunk by chunk, as far as the window allows. */
final class Feeder implements Runnable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Conveyor conveyor;
  private final Iterable<?> elements;
  private final int chunkSize;
  private Object[] chunk = new Object[1];
  private int count;

  private Feeder(Conveyor conveyor, Iterable<?> elements, int chunkSize) {
    this.conveyor = conveyor;
    this.elements = elements;
    this.chunkSize = chunkSize;
  }

  static Thread start(Conveyor conveyor, Iterable<?> elements, int chunkSize) {
    Feeder feeder = new Feeder(conveyor, elements, chunkSize);
    Thread thread = new Thread(feeder, "mp-pool-feeder-" + NUMBERS.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void run() {
    Throwable exception = null;
    try {
      feed();
    } catch (Throwable e) {
      exception = e; // the iterable's own: whoever iterates gets it
    }
    conveyor.sourceEnded(exception);
  }

  /**
   * The elements of a chunk that is not complete when the iterable throws are lost, as in Python.
   */
  private void feed() {
    Iterator<?> source = elements.iterator();
    while (conveyor.awaitRoom()) {
      count = 0;
      while (count < chunkSize && source.hasNext()) {
        add(source.next());
      }
      if (count > 0) {
        conveyor.add(chunk, count);
        Arrays.fill(chunk, 0, count, null);
      }
      if (count < chunkSize) {
        return;
      }
    }
  }

  private void add(Object element) {
    if (count == chunk.length) {
      chunk = Arrays.copyOf(chunk, (int) Math.min(chunkSize, 2L * count));
    }
    chunk[count++] = element;
  }
}
