package multiprocessing.internal.wire;

import java.util.ArrayList;
import java.util.List;
import multiprocessing.function.SerializableFunction;

/** How to take an object apart and how to make it again: by users, and of the library itself. */
final class Reductions {
  static final Reductions NONE = new Reductions(List.of());

  private final List<Reduction> latestFirst;

  private Reductions(List<Reduction> latestFirst) {
    this.latestFirst = latestFirst;
  }

  Reductions with(Reduction reduction) {
    List<Reduction> all = new ArrayList<>();
    all.add(reduction);
    for (Reduction other : latestFirst) {
      if (other.type != reduction.type) {
        all.add(other);
      }
    }
    return new Reductions(List.copyOf(all));
  }

  /** Returns the reduction of exactly this class, else the latest one of a supertype, else null. */
  Reduction find(Class<?> type) {
    Reduction general = null;
    for (int i = 0; i < latestFirst.size(); i++) {
      Reduction reduction = latestFirst.get(i);
      if (reduction.type == type) {
        return reduction;
      }
      if (general == null && reduction.type.isAssignableFrom(type)) {
        general = reduction;
      }
    }
    return general;
  }

  /**
   * One registration.
   *
   * @param isOwn whether it is one of the library's
   */
  record Reduction(
      Class<?> type,
      SerializableFunction<Object, ?> reduce,
      SerializableFunction<?, ?> rebuild,
      boolean isOwn) {}
}
