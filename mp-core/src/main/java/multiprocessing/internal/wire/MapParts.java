package multiprocessing.internal.wire;

import java.io.Serializable;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import multiprocessing.function.SerializableFunction;
import multiprocessing.internal.wire.Reductions.Reduction;

/**
 * How entries, key sets, values and entry sets of the JDK's maps travel, most of which are not
 * serializable: as what is in them, without the map.
 */
final class MapParts {
  private static final Reduction ENTRY =
      reduction(
          Map.Entry.class,
          entry ->
              new Object[] {
                ((Map.Entry<?, ?>) entry).getKey(), ((Map.Entry<?, ?>) entry).getValue()
              },
          (Object[] pair) -> new SimpleEntry<>(pair[0], pair[1]));

  @SuppressWarnings("unchecked") // an order of whatever the set holds
  private static final Reduction SORTED_SET =
      reduction(
          SortedSet.class,
          set -> new Object[] {((SortedSet<?>) set).comparator(), ((SortedSet<?>) set).toArray()},
          (Object[] parts) -> {
            TreeSet<Object> set = new TreeSet<>((Comparator<Object>) parts[0]);
            set.addAll(Arrays.asList((Object[]) parts[1]));
            return set;
          });

  private static final Reduction SET =
      reduction(
          Set.class,
          set -> ((Set<?>) set).toArray(),
          (Object[] elements) -> new LinkedHashSet<>(Arrays.asList(elements)));

  private static final Reduction VALUES =
      reduction(
          Collection.class,
          values -> ((Collection<?>) values).toArray(),
          (Object[] elements) -> new ArrayList<>(Arrays.asList(elements)));

  private MapParts() {}

  /** How objects of a class travel that is one of these, or null. */
  static Reduction find(Class<?> type) {
    if (Serializable.class.isAssignableFrom(type)
        || !Closed.isJdk(type)
        || !type.getPackageName().startsWith("java.util")) {
      return null;
    }
    if (Map.Entry.class.isAssignableFrom(type)) {
      return ENTRY;
    }
    Class<?> map = type.getEnclosingClass();
    if (map == null || !Map.class.isAssignableFrom(map) || map == IdentityHashMap.class) {
      return null; // equal keys may be different ones
    }
    if (SortedSet.class.isAssignableFrom(type)) {
      return SORTED_SET;
    }
    if (Set.class.isAssignableFrom(type)) {
      return SET;
    }
    return Collection.class.isAssignableFrom(type) ? VALUES : null;
  }

  private static <P> Reduction reduction(
      Class<?> type, SerializableFunction<Object, P> reduce, SerializableFunction<P, ?> rebuild) {
    return new Reduction(type, reduce, rebuild, true);
  }
}
