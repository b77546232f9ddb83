package multiprocessing.internal.classes;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** The class loaders of this process that others were told of, by number. */
final class SharedLoaders {
  /*
   * A number is never given twice, so a process that remembers one cannot be answered by another loader. Loaders are
   * kept from being collected while a process may still ask for their classes, and only so long.
   */

  // Mutable state, guarded by this
  private final Map<ClassLoader, Integer> numbers = new WeakHashMap<>();
  private final Map<Integer, WeakReference<ClassLoader>> loaders = new HashMap<>();
  private final List<ClassLoader> kept = new ArrayList<>();
  private int last;

  /** The number of a loader, which is kept from here on. */
  synchronized int share(ClassLoader loader) {
    Integer known = numbers.get(loader);
    if (known == null) {
      known = ++last;
      numbers.put(loader, known);
      loaders.values().removeIf(reference -> reference.refersTo(null));
      loaders.put(known, new WeakReference<>(loader));
    }
    if (!isKept(loader)) {
      kept.add(loader);
    }
    return known;
  }

  /** The loader with a number, or null if it is gone. */
  synchronized ClassLoader get(int number) {
    WeakReference<ClassLoader> reference = loaders.get(number);
    return reference == null ? null : reference.get();
  }

  /** Nobody will ask any more: whoever else needs a loader keeps it. */
  synchronized void letGo() {
    kept.clear();
  }

  private boolean isKept(ClassLoader loader) {
    for (ClassLoader other : kept) {
      if (other == loader) {
        return true;
      }
    }
    return false;
  }
}
