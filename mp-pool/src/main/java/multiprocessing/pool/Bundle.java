package multiprocessing.pool;

import multiprocessing.function.SerializableFunction;
import multiprocessing.internal.wire.ObjectCodec;

/** Calls that go to a worker together; each stays a job of its own. */
final class Bundle extends Job {
  /** No function of a map has this number. */
  private static final int NUMBER = -1;

  private static final byte[] RUNNER = ObjectCodec.dumps(Runner.ONLY, "function");

  private final Job[] calls;

  private Bundle(Job[] calls, Object[] packed) {
    super(Work.packed(NUMBER, RUNNER), packed, new JobOptions(1, calls[0].options(), null, null));
    this.calls = calls;
  }

  /** A span of calls with their words, the first of which is {@code first}. */
  static Span of(Span first, Job[] calls, Object[] packed) {
    return first.bundled(new Bundle(calls, packed), calls.length);
  }

  /** The call that an element of a bundle is; null if the function is none of a bundle. */
  static Object[] callOf(Object function, Object element) {
    return function == Runner.ONLY ? read((byte[]) element) : null;
  }

  private static Object[] read(byte[] call) {
    return (Object[]) Rebuilding.of(() -> ObjectCodec.loads(call));
  }

  @Override
  void decide(int from, Object[] outcomes) {
    for (int i = 0; i < outcomes.length; i++) {
      calls[from + i].decide(0, new Object[] {outcomes[i]});
    }
  }

  @Override
  void failAll(Throwable why) {
    for (Job call : calls) {
      call.failAll(why);
    }
  }

  @Override
  boolean isDone() {
    for (Job call : calls) {
      if (!call.isDone()) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean isStreamed() {
    return true;
  }

  @Override
  long numberOf(int index) {
    return 0;
  }

  @Override
  Job callAt(int index) {
    return calls[index];
  }

  @Override
  boolean includes(Job job) {
    for (Job call : calls) {
      if (call == job) {
        return true;
      }
    }
    return false;
  }

  @Override
  void setBegun(boolean begun) {
    for (Job call : calls) {
      call.setBegun(begun);
    }
  }

  @Override
  boolean retries(int index) {
    return calls[index].retries(0);
  }

  @Override
  int losses(int index) {
    return calls[index].losses(0);
  }

  /** Runs a call that comes as it would come alone. */
  private enum Runner implements SerializableFunction<byte[], Object> {
    ONLY;

    @Override
    public Object apply(byte[] call) throws Exception {
      return Calls.run(read(call));
    }
  }
}
