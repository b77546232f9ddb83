package multiprocessing.internal.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.TreeSet;

/** Writes the JDK's common collections through their public API, so that cycles work. */
final class CollectionCodec extends Codec {
  CollectionCodec(int tag) {
    super(null, tag, true, true);
  }

  @Override
  void write(GraphWriter graph, Object value) throws Exception {
    if (tag == Tag.TREE_SET) {
      graph.writePart(value, ((TreeSet<?>) value).comparator());
    }
    Elements.write(graph, ((Collection<?>) value).toArray());
  }

  @Override
  @SuppressWarnings({
    "unchecked", // a comparator of whatever the set holds
    "JdkObsolete" // a LinkedList was sent
  })
  Object read(GraphReader graph, Class<?> type, int slot) throws Exception {
    Comparator<Object> order = tag == Tag.TREE_SET ? (Comparator<Object>) graph.read() : null;
    int count = Elements.readCount(graph);
    Collection<Object> collection =
        switch (tag) {
          case Tag.ARRAY_LIST -> new ArrayList<>(count);
          case Tag.LINKED_LIST -> new LinkedList<>();
          case Tag.ARRAY_DEQUE -> new ArrayDeque<>(count);
          case Tag.HASH_SET -> new HashSet<>(MapCodec.capacity(count));
          case Tag.LINKED_HASH_SET -> new LinkedHashSet<>(MapCodec.capacity(count));
          default -> new TreeSet<>(order);
        };
    graph.publish(slot, collection);
    Elements.read(graph, collection, count);
    return collection;
  }
}
