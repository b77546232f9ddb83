package multiprocessing.internal.launch;

import java.util.function.BooleanSupplier;

/**
 * Holds back for a moment what a child writes before its task begins, until it is known whether a
 * signal ends all of the family; then it is left out. A JVM that a signal ends while it boots has
 * something to say of it that nobody who pressed Ctrl-C wants to know.
 */
final class BootSink implements OutputSink {
  private final BooleanSupplier begun;
  private final OutputSink next;
  private boolean passes;

  /**
   * In front of another sink.
   *
   * @param begun whether the child's task has begun; then all that it writes is its own
   */
  BootSink(BooleanSupplier begun, OutputSink next) {
    this.begun = begun;
    this.next = next;
  }

  @Override
  public void accept(byte[] bytes, int count) {
    passes = passes || begun.getAsBoolean() || !GoingDown.beginsBySignal(begun);
    if (passes) {
      next.accept(bytes, count);
    }
  }

  @Override
  public void end() {
    next.end();
  }

  @Override
  public long progress() {
    return next.progress();
  }
}
