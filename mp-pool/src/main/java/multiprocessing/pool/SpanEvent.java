package multiprocessing.pool;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** In the pool's process: one span, from the worker's choice to its last outcome. */
@Name("multiprocessing.Span")
@Label("Span of Tasks")
@Category({"multiprocessing", "Pool"})
@Description("Tasks that went to a worker together, from then until their outcomes were back")
@StackTrace(false)
final class SpanEvent extends Event implements SpanRecord {
  /*
   *   queue --queued--> given to a worker --serialized--> sent --run--> answered --result--> taken
   *
   * One thread at a time writes: who sends, then the worker's listener.
   */
  @Label("Worker Process Id")
  long workerPid;

  @Label("Tasks")
  int tasks;

  @Label("Queued")
  @Description("How long it had waited for a worker; 0 if the recording began meanwhile")
  @Timespan(Timespan.NANOSECONDS)
  long queued;

  @Label("Serialized")
  @Description("How long it took to make the message")
  @Timespan(Timespan.NANOSECONDS)
  long serialized;

  @Label("Run")
  @Description("From the message to the last answer, with the ways there and back")
  @Timespan(Timespan.NANOSECONDS)
  long run;

  @Label("Result")
  @Description("How long it took to rebuild the outcomes, and to hand them to who waits")
  @Timespan(Timespan.NANOSECONDS)
  long result;

  private transient long last = System.nanoTime();

  private SpanEvent() {}

  static SpanRecord begun(long queuedNanos) {
    SpanEvent event = new SpanEvent();
    event.begin();
    event.queued = queuedNanos == 0 ? 0 : event.last - queuedNanos;
    return event;
  }

  private long sinceLast() {
    long before = last;
    last = System.nanoTime();
    return last - before;
  }

  @Override
  public void serialized() {
    serialized = sinceLast();
  }

  @Override
  public void answered() {
    run += sinceLast();
  }

  @Override
  public void taken() {
    result += sinceLast();
  }

  @Override
  public void end(long pid, int size) {
    end();
    if (shouldCommit()) {
      workerPid = pid;
      tasks = size;
      commit();
    }
  }
}
