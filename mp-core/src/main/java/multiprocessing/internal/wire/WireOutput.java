package multiprocessing.internal.wire;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A Kryo output that collects a message in segments, so that a large array is copied once, into the
 * finished message, and no buffer is grown by doubling.
 */
final class WireOutput extends Output {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int LARGE_BYTES = 64 << 10;

  private final Segments segments;

  WireOutput() {
    this(new Segments());
  }

  private WireOutput(Segments segments) {
    super(segments, BUFFER_BYTES);
    this.segments = segments;
  }

  void writeTag(int tag) {
    writeVarInt(tag, true);
  }

  /** Writes a length and the characters; a string with surrogates goes as UTF-16, to lose none. */
  void writeText(String text) {
    boolean wide = hasSurrogate(text);
    byte[] bytes = wide ? rawChars(text) : text.getBytes(StandardCharsets.UTF_8);
    writeVarLong(((long) bytes.length << 1) | (wide ? 1 : 0), true);
    writeBlob(bytes);
  }

  /** Writes all of an array; the array must not change until the message is finished. */
  void writeBlob(byte[] bytes) {
    if (bytes.length < LARGE_BYTES) {
      writeBytes(bytes, 0, bytes.length);
    } else {
      flush();
      segments.add(bytes);
    }
  }

  /** Returns everything written so far; large arrays among the parts belong to others. */
  List<byte[]> finish() {
    flush();
    return segments.take();
  }

  /** Makes one array of exactly the length of all parts. */
  static byte[] join(List<byte[]> parts) {
    if (parts.size() == 1 && parts.get(0).length < LARGE_BYTES) {
      return parts.get(0);
    }
    long length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    if (length > Integer.MAX_VALUE - 8) {
      throw new Refusal(null, "message is too long: " + length + " bytes, at most 2 GiB fit");
    }
    byte[] whole = new byte[(int) length];
    int position = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, position, part.length);
      position += part.length;
    }
    return whole;
  }

  void clear() {
    reset();
    segments.clear();
  }

  private static boolean hasSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** The encoder of the JDK replaces a lone surrogate; this one does not. */
  private static byte[] rawChars(String text) {
    byte[] bytes = new byte[Math.multiplyExact(text.length(), 2)];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes[2 * i] = (byte) (c >> 8);
      bytes[2 * i + 1] = (byte) c;
    }
    return bytes;
  }

  /** What has left the buffer. */
  private static final class Segments extends OutputStream {
    private final List<byte[]> parts = new ArrayList<>();

    @Override
    public void write(int b) {
      add(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] buffer, int offset, int count) {
      byte[] part = new byte[count];
      System.arraycopy(buffer, offset, part, 0, count);
      add(part);
    }

    void add(byte[] part) {
      parts.add(part);
    }

    List<byte[]> take() {
      List<byte[]> taken = List.copyOf(parts);
      clear();
      return taken;
    }

    void clear() {
      parts.clear();
    }
  }
}
