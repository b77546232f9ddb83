package multiprocessing.internal.wire;

import java.lang.reflect.Array;

/** Writes arrays of references, of any depth. */
final class ObjectArrayCodec extends Codec {
  ObjectArrayCodec(Class<?> type, int tag) {
    super(type, tag, true, true);
  }

  @Override
  void write(GraphWriter graph, Object value) throws Exception {
    Elements.write(graph, (Object[]) value);
  }

  @Override
  Object read(GraphReader graph, Class<?> named, int slot) throws Exception {
    Class<?> arrayType = named == null ? type : named;
    int count = Elements.readCount(graph);
    Object[] array = (Object[]) Array.newInstance(arrayType.getComponentType(), count);
    graph.publish(slot, array);
    Elements.read(graph, array);
    return array;
  }
}
