package multiprocessing.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A caller's elements as an array of the pool's own. */
final class Elements {
  private Elements() {}

  static Object[] toArray(Iterable<?> elements) {
    Objects.requireNonNull(elements, "elements");
    if (elements instanceof Collection<?> collection && isOfJdk(collection)) {
      Object[] array = collection.toArray();
      return array.getClass() == Object[].class
          ? array
          : Arrays.copyOf(array, array.length, Object[].class);
    }
    List<Object> list = new ArrayList<>();
    for (Object element : elements) {
      list.add(element);
    }
    return list.toArray();
  }

  /**
   * Whether its array is its elements, and nobody else has it, as the contract of toArray says: the
   * JDK's classes keep that. Another class may have an iterator of its own.
   */
  private static boolean isOfJdk(Collection<?> collection) {
    return collection.getClass().getClassLoader() == null;
  }

  /** The same of pairs of arguments. */
  static Object[] toPairs(Iterable<? extends Map.Entry<?, ?>> elements) {
    Object[] entries = toArray(elements);
    Object[] pairs = new Object[entries.length];
    for (int i = 0; i < pairs.length; i++) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) entries[i];
      if (entry == null) {
        throw new NullPointerException("elements[" + i + "]");
      }
      pairs[i] = new Star.Pair<>(entry.getKey(), entry.getValue());
    }
    return pairs;
  }
}
