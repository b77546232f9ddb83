package multiprocessing.examples;

/** Reads big-endian numbers from the bytes of a class file, and never past a given end. */
final class ClassBytes {
  private final byte[] bytes;
  private final int end;

  // Mutable state, confined to the thread that reads
  private int at;

  ClassBytes(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ClassBytes(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  int position() {
    return at;
  }

  boolean atEnd() {
    return at == end;
  }

  int u1() {
    return bytes[advance(1)] & 0xff;
  }

  int u2() {
    int from = advance(2);
    return (bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff);
  }

  int s4() {
    return u2() << 16 | u2();
  }

  void skip(long count) {
    advance(count);
  }

  /** The next bytes as something to read by themselves; they are skipped here. */
  ClassBytes slice(long length) {
    int from = advance(length);
    return new ClassBytes(bytes, from, at);
  }

  private int advance(long count) {
    if (count < 0 || count > end - at) {
      throw new MalformedClassException(
          "truncated at byte " + at + ": " + count + " wanted, " + (end - at) + " there");
    }
    int from = at;
    at += (int) count;
    return from;
  }
}
