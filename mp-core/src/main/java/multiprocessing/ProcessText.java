package multiprocessing;

import java.util.OptionalInt;
import multiprocessing.internal.launch.Fate;

/** A process in CPython's words. */
final class ProcessText {
  private ProcessText() {}

  /** Such as {@code <Process name='Process-1' pid=17 parent=4 stopped exitcode=-SIGKILL>}. */
  static String of(
      Class<? extends Process> type, ProcessSettings settings, Role role, boolean closed) {
    StringBuilder text =
        new StringBuilder("<").append(kind(type, settings == null ? null : settings.context));
    text.append(" name='").append(name(settings)).append('\'');
    if (role instanceof Role.OfChild && !closed) {
      text.append(" pid=").append(role.pid());
    }
    if (settings != null && (role == null || role instanceof Role.OfChild)) {
      text.append(" parent=").append(ProcessHandle.current().pid());
    }
    text.append(' ').append(state(settings, role, closed));
    return text.append(settings != null && settings.daemon ? " daemon>" : ">").toString();
  }

  /** Such as {@code Process-1:2}, or {@code SpawnProcess-1} with a context of its own. */
  static String defaultName(Class<? extends Process> type, Context context, String identity) {
    return kind(type, context) + "-" + identity;
  }

  /** A subclass's simple name; that of an anonymous one is no name. */
  private static String kind(Class<? extends Process> type, Context context) {
    String simple = type.getSimpleName();
    if (type != Process.class && !simple.isEmpty()) {
      return simple;
    }
    return context == null ? "Process" : context.startMethod().prefix() + "Process";
  }

  /** The name, also of an object that travelled as mere data. */
  static String name(ProcessSettings settings) {
    return settings == null ? "(a process object of another process)" : settings.name;
  }

  private static String state(ProcessSettings settings, Role role, boolean closed) {
    if (closed) {
      return "closed";
    }
    if (role == null) {
      return settings == null ? "unknown" : "initial";
    }
    OptionalInt code = role.exitCode();
    if (code.isPresent()) {
      return "stopped exitcode=" + Fate.abbreviate(code.getAsInt());
    }
    return role.isAlive() ? "started" : "stopped";
  }
}
