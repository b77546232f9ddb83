package multiprocessing.internal.wire;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes what List.of, Set.of, Map.of, Map.entry, Stream.toList and Arrays.asList make. */
final class ImmutableCodec extends Codec {
  ImmutableCodec(int tag) {
    super(null, tag, true, false);
  }

  @Override
  void write(GraphWriter graph, Object value) throws Exception {
    if (tag == Tag.MAP_OF) {
      MapCodec.writeEntries(graph, (Map<?, ?>) value);
    } else if (tag == Tag.MAP_ENTRY) {
      graph.write(((Map.Entry<?, ?>) value).getKey());
      graph.write(((Map.Entry<?, ?>) value).getValue());
    } else if (tag == Tag.ARRAYS_AS_LIST) {
      graph.write(((List<?>) value).toArray());
    } else {
      Elements.write(graph, ((Collection<?>) value).toArray());
    }
  }

  @Override
  Object read(GraphReader graph, Class<?> type, int slot) throws Exception {
    if (tag == Tag.MAP_ENTRY) {
      Object key = graph.read();
      return Map.entry(key, graph.read());
    }
    if (tag == Tag.ARRAYS_AS_LIST) {
      return Arrays.asList((Object[]) graph.read());
    }
    Object[] elements = new Object[Elements.readCount(graph)];
    Elements.read(graph, elements);
    return switch (tag) {
      case Tag.LIST_OF -> List.of(elements);
      case Tag.LIST_WITH_NULLS -> list(elements);
      case Tag.SET_OF -> Set.of(elements);
      default -> map(elements, MapCodec.readValues(graph, elements.length));
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of entries of anything
  private static Map<Object, Object> map(Object[] keys, Object[] values) {
    Map.Entry[] entries = new Map.Entry[keys.length];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = Map.entry(keys[i], values[i]);
    }
    return Map.ofEntries(entries);
  }

  /** Stream.toList gives lists of the same class, also with nulls in them or short ones. */
  private static List<Object> list(Object[] elements) {
    boolean plain = elements.length == 0 || elements.length > 2;
    for (Object element : elements) {
      plain &= element != null;
    }
    return plain ? List.of(elements) : Arrays.stream(elements).toList();
  }
}
