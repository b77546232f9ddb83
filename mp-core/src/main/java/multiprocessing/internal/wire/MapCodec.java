package multiprocessing.internal.wire;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Writes the JDK's common maps through their public API, so that cycles work. */
final class MapCodec extends Codec {
  MapCodec(int tag) {
    super(null, tag, true, true);
  }

  /** The capacity that holds a number of entries without growing. */
  static int capacity(int count) {
    return (int) Math.min(1 << 30, count / 3L * 4 + 4);
  }

  @Override
  void write(GraphWriter graph, Object value) throws Exception {
    if (tag == Tag.TREE_MAP) {
      graph.writePart(value, ((TreeMap<?, ?>) value).comparator());
    }
    writeEntries(graph, (Map<?, ?>) value);
  }

  /** Writes keys, then values: each may then be a block. */
  static void writeEntries(GraphWriter graph, Map<?, ?> map) throws Exception {
    Object[] entries = map.entrySet().toArray();
    Object[] keys = new Object[entries.length];
    Object[] values = new Object[entries.length];
    for (int i = 0; i < entries.length; i++) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) entries[i];
      keys[i] = entry.getKey();
      values[i] = entry.getValue();
    }
    Elements.write(graph, keys);
    Elements.write(graph, values);
  }

  @Override
  @SuppressWarnings("unchecked") // a comparator of whatever the map holds
  Object read(GraphReader graph, Class<?> type, int slot) throws Exception {
    Comparator<Object> order = tag == Tag.TREE_MAP ? (Comparator<Object>) graph.read() : null;
    Object[] keys = new Object[Elements.readCount(graph)];
    Map<Object, Object> map =
        switch (tag) {
          case Tag.HASH_MAP -> new HashMap<>(capacity(keys.length));
          case Tag.LINKED_HASH_MAP -> new LinkedHashMap<>(capacity(keys.length));
          case Tag.CONCURRENT_HASH_MAP -> new ConcurrentHashMap<>(capacity(keys.length));
          default -> new TreeMap<>(order);
        };
    graph.publish(slot, map);
    Elements.read(graph, keys);
    Object[] values = readValues(graph, keys.length);
    for (int i = 0; i < keys.length; i++) {
      map.put(keys[i], values[i]);
    }
    return map;
  }

  static Object[] readValues(GraphReader graph, int count) throws Exception {
    if (Elements.readCount(graph) != count) {
      throw new Damage("a map whose keys and values differ in number");
    }
    Object[] values = new Object[count];
    Elements.read(graph, values);
    return values;
  }
}
