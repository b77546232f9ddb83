package multiprocessing.pool;

import java.util.Map;

/** What all threads of this JVM are doing, in words. */
final class StackDump {
  private StackDump() {}

  /** The stacks of all threads, one thread's first. */
  static String of(Thread first) {
    Map<Thread, StackTraceElement[]> all = Thread.getAllStackTraces();
    StringBuilder text = new StringBuilder();
    add(text, first, all.getOrDefault(first, new StackTraceElement[0]));
    all.forEach(
        (thread, stack) -> {
          if (thread != first) {
            add(text, thread, stack);
          }
        });
    return text.toString();
  }

  private static void add(StringBuilder text, Thread thread, StackTraceElement[] stack) {
    text.append('"').append(thread.getName()).append('"');
    text.append(thread.isDaemon() ? " daemon " : " ").append(thread.getState()).append('\n');
    for (StackTraceElement frame : stack) {
      text.append("\tat ").append(frame).append('\n');
    }
    text.append('\n');
  }
}
