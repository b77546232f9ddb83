package multiprocessing.internal.wire;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Writes the four optionals, whose content is final. */
final class OptionalCodec extends Codec {
  OptionalCodec(int tag) {
    super(null, tag, tag == Tag.OPTIONAL, false);
  }

  @Override
  void write(GraphWriter graph, Object value) throws Exception {
    switch (tag) {
      case Tag.OPTIONAL -> graph.write(((Optional<?>) value).orElse(null));
      case Tag.OPTIONAL_INT -> {
        OptionalInt number = (OptionalInt) value;
        graph.write(number.isPresent() ? number.getAsInt() : null);
      }
      case Tag.OPTIONAL_LONG -> {
        OptionalLong number = (OptionalLong) value;
        graph.write(number.isPresent() ? number.getAsLong() : null);
      }
      default -> {
        OptionalDouble number = (OptionalDouble) value;
        graph.write(number.isPresent() ? number.getAsDouble() : null);
      }
    }
  }

  @Override
  Object read(GraphReader graph, Class<?> type, int slot) throws Exception {
    Object content = graph.read();
    return switch (tag) {
      case Tag.OPTIONAL -> Optional.ofNullable(content);
      case Tag.OPTIONAL_INT ->
          content == null ? OptionalInt.empty() : OptionalInt.of((Integer) content);
      case Tag.OPTIONAL_LONG ->
          content == null ? OptionalLong.empty() : OptionalLong.of((Long) content);
      default -> content == null ? OptionalDouble.empty() : OptionalDouble.of((Double) content);
    };
  }
}
