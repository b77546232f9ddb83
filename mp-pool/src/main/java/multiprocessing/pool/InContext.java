package multiprocessing.pool;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import multiprocessing.function.SerializableBiFunction;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableFunction;
import org.slf4j.MDC;

/**
 * A task that finds, where it runs, what was there where it was submitted.
 *
 * @param mdc what is added to the MDC; null if that is left alone
 * @param properties system properties and their values; null for one that is to be absent
 * @param task the task, of any kind
 */
record InContext(Map<String, String> mdc, Map<String, String> properties, Object task)
    implements SerializableCallable<Object>,
        SerializableFunction<Object, Object>,
        SerializableBiFunction<Object, Object, Object> {
  private static final long serialVersionUID = 1;

  @Override
  public Object call() throws Exception {
    return run(task);
  }

  @Override
  public Object apply(Object argument) throws Exception {
    return run(task, argument);
  }

  @Override
  public Object apply(Object first, Object second) throws Exception {
    return run(task, first, second);
  }

  private Object run(Object... call) throws Exception {
    Map<String, String> mdcBefore = mdc == null ? null : TravellingContext.mdcOfThread();
    Map<String, String> propertiesBefore = set(properties);
    try {
      if (mdc != null) {
        Map<String, String> both = new HashMap<>(mdcBefore);
        both.putAll(mdc);
        MDC.setContextMap(both);
      }
      return Calls.run(call);
    } finally {
      Map<String, String> ignored = set(propertiesBefore);
      if (mdc != null) {
        MDC.setContextMap(mdcBefore);
      }
    }
  }

  /** Returns what they were. */
  private static Map<String, String> set(Map<String, String> properties) {
    Map<String, String> before = new LinkedHashMap<>();
    properties.forEach(
        (name, value) ->
            before.put(
                name,
                value == null ? System.clearProperty(name) : System.setProperty(name, value)));
    return before;
  }

  /** Packs each task with the context of the thread that submits it. */
  record Packer(TravellingContext context, Packing packing) implements Packing {

    @Override
    public Work call(Object... taskAndArguments) {
      Object[] call = taskAndArguments.clone();
      call[0] = context.around(call[0]);
      return packing.call(call);
    }

    @Override
    public Work function(Object function) {
      return packing.function(context.around(function));
    }

    @Override
    public Span span(Job job, int from, int to) {
      return packing.span(job, from, to);
    }

    @Override
    public int together() {
      return packing.together();
    }
  }
}
