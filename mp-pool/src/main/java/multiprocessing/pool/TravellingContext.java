package multiprocessing.pool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.MDC;

/**
 * What of the thread and the process that submit a task goes with it.
 *
 * @param mdc whether the MDC does
 * @param properties the names of the system properties that do
 */
record TravellingContext(boolean mdc, List<String> properties) {
  static final TravellingContext NOTHING = new TravellingContext(false, List.of());

  /** Sees to it that it goes with all tasks that are packed. */
  Packing with(Packing packing) {
    return equals(NOTHING) ? packing : new InContext.Packer(this, packing);
  }

  /** A task with what it is to find, taken from this thread now. */
  InContext around(Object task) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : properties) {
      values.put(name, System.getProperty(name));
    }
    return new InContext(mdc ? mdcOfThread() : null, values, task);
  }

  static Map<String, String> mdcOfThread() {
    Map<String, String> now = MDC.getCopyOfContextMap();
    return now == null ? Map.of() : now;
  }
}
