package multiprocessing.internal.wire;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The classes of the library whose objects mean nothing in another process, and what to do. */
public final class Homebound {
  /*
   * A class of its own, so that to name one does not load what writes objects: not every program does.
   */
  private static final List<Entry> ENTRIES = new CopyOnWriteArrayList<>();

  private Homebound() {}

  /**
   * Lets objects of a class be refused; to be called before there are any.
   *
   * @param type the class; subclasses are included
   * @param advice what to do instead
   */
  public static void add(Class<?> type, String advice) {
    ENTRIES.add(new Entry(type, Objects.requireNonNull(advice, "advice")));
  }

  /** Why objects of a class are refused; null if they are not. */
  static String reasonToRefuse(Class<?> type) {
    for (Entry entry : ENTRIES) {
      if (entry.type.isAssignableFrom(type)) {
        return "cannot travel to another process; " + entry.advice;
      }
    }
    return null;
  }

  private record Entry(Class<?> type, String advice) {}
}
