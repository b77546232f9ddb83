package multiprocessing.internal.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.UUID;

/** Writes small immutable values through their public API. */
final class ValueCodec extends Codec {
  ValueCodec(int tag) {
    super(null, tag, true, true);
  }

  @Override
  void write(GraphWriter graph, Object value) {
    WireOutput out = graph.out;
    switch (tag) {
      case Tag.BIG_INTEGER -> writeInteger(out, (BigInteger) value);
      case Tag.BIG_DECIMAL -> {
        out.writeVarInt(((BigDecimal) value).scale(), false);
        writeInteger(out, ((BigDecimal) value).unscaledValue());
      }
      case Tag.UUID -> {
        out.writeLong(((UUID) value).getMostSignificantBits());
        out.writeLong(((UUID) value).getLeastSignificantBits());
      }
      case Tag.PATH -> writePath(out, (Path) value);
      default -> out.writeText(((Charset) value).name());
    }
  }

  private static void writeInteger(WireOutput out, BigInteger value) {
    byte[] bytes = value.toByteArray();
    out.writeVarInt(bytes.length, true);
    out.writeBlob(bytes);
  }

  private static void writePath(WireOutput out, Path path) {
    boolean local = path.getFileSystem() == FileSystems.getDefault();
    out.writeBoolean(local);
    out.writeText(local ? path.toString() : path.toUri().toString());
  }

  @Override
  Object read(GraphReader graph, Class<?> type, int slot) {
    WireInput in = graph.in;
    return switch (tag) {
      case Tag.BIG_INTEGER -> new BigInteger(in.readBlob());
      case Tag.BIG_DECIMAL -> {
        int scale = in.readVarInt(false);
        yield new BigDecimal(new BigInteger(in.readBlob()), scale);
      }
      case Tag.UUID -> {
        long most = in.readLong();
        yield new UUID(most, in.readLong());
      }
      case Tag.PATH ->
          in.readBoolean() ? Path.of(in.readText()) : Path.of(URI.create(in.readText()));
      default -> Charset.forName(in.readText());
    };
  }
}
