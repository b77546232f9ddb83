package multiprocessing.pool;

import java.util.concurrent.atomic.AtomicInteger;

/** Leaves tasks as they are: threads share their objects. */
final class AsIs implements Packing {
  private final AtomicInteger functions = new AtomicInteger();

  @Override
  public Work call(Object... taskAndArguments) {
    return Work.asIs(0, taskAndArguments);
  }

  @Override
  public Work function(Object function) {
    return Work.asIs(functions.incrementAndGet(), function);
  }

  @Override
  public Span span(Job job, int from, int to) {
    return Span.of(job, from, to);
  }

  /** Nobody takes back what a thread has. */
  @Override
  public int together() {
    return 1;
  }
}
