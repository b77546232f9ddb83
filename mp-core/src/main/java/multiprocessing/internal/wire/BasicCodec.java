package multiprocessing.internal.wire;

/** Writes strings, classes, and plain objects, which serve as locks and markers. */
final class BasicCodec extends Codec {
  BasicCodec(int tag) {
    super(null, tag, tag != Tag.CLASS, true);
  }

  @Override
  void write(GraphWriter graph, Object value) {
    switch (tag) {
      case Tag.STRING -> graph.out.writeText((String) value);
      case Tag.CLASS -> graph.writeClass((Class<?>) value);
      default -> {} // an Object has no content
    }
  }

  @Override
  Object read(GraphReader graph, Class<?> type, int slot) {
    return switch (tag) {
      case Tag.STRING -> graph.in.readText();
      case Tag.CLASS -> graph.readClass();
      default -> new Object();
    };
  }
}
