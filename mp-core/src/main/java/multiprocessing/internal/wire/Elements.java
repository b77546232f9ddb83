package multiprocessing.internal.wire;

import java.util.Collection;

/** Writes sequences: boxed primitives of one type as a bare block, anything else one by one. */
final class Elements {
  private static final int MIXED = 0;

  private Elements() {}

  static void write(GraphWriter graph, Object[] elements) throws Exception {
    WireOutput out = graph.out;
    out.writeVarInt(elements.length, true);
    if (elements.length == 0) {
      return;
    }
    int kind = kind(elements);
    out.writeVarInt(kind, true);
    if (kind == MIXED) {
      for (Object element : elements) {
        graph.write(element);
      }
    } else if (kind == Tag.INTEGER) {
      for (Object element : elements) {
        out.writeVarInt((Integer) element, false);
      }
    } else {
      for (Object element : elements) {
        BoxedCodec.write(out, element, kind);
      }
    }
  }

  private static int kind(Object[] elements) {
    Object first = elements[0];
    if (!(first instanceof Number || first instanceof Boolean || first instanceof Character)) {
      return MIXED;
    }
    Class<?> type = first.getClass();
    for (Object element : elements) {
      if (element == null || element.getClass() != type) {
        return MIXED;
      }
    }
    int tag = WellKnown.tag(type);
    return tag >= Tag.BOOLEAN && tag <= Tag.DOUBLE ? tag : MIXED;
  }

  /** Reads the number of elements; each takes one byte at least. */
  static int readCount(GraphReader graph) {
    return graph.in.readCount(1);
  }

  static void read(GraphReader graph, Object[] into) throws Exception {
    if (into.length == 0) {
      return;
    }
    WireInput in = graph.in;
    int kind = in.readVarInt(true);
    if (kind == MIXED) {
      for (int i = 0; i < into.length; i++) {
        into[i] = graph.read();
      }
    } else if (kind == Tag.INTEGER) {
      for (int i = 0; i < into.length; i++) {
        into[i] = in.readVarInt(false);
      }
    } else {
      for (int i = 0; i < into.length; i++) {
        into[i] = BoxedCodec.read(in, kind);
      }
    }
  }

  static void read(GraphReader graph, Collection<Object> into, int count) throws Exception {
    if (count == 0) {
      return;
    }
    WireInput in = graph.in;
    int kind = in.readVarInt(true);
    for (int i = 0; i < count; i++) {
      if (kind == MIXED) {
        into.add(graph.read());
      } else if (kind == Tag.INTEGER) {
        into.add(in.readVarInt(false));
      } else {
        into.add(BoxedCodec.read(in, kind));
      }
    }
  }
}
