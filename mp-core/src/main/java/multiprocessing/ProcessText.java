package multiprocessing;

import java.util.OptionalInt;
import multiprocessing.internal.launch.Fate;

/** A process in CPython's words. */
final class ProcessText {
  private ProcessText() {}

  /** Such as {@code <Process name='Process-1' pid=17 parent=4 stopped exitcode=-SIGKILL>}. */
  static String of(
      Class<? extends Process> type, ProcessSettings settings, Role role, boolean closed) {
    StringBuilder text = new StringBuilder("<").append(kind(type));
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

  /** The class's simple name; that of an anonymous one is no name. */
  static String kind(Class<? extends Process> type) {
    String simple = type.getSimpleName();
    return simple.isEmpty() ? "Process" : simple;
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
