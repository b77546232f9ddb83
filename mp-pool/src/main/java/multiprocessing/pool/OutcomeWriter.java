package multiprocessing.pool;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import multiprocessing.internal.wire.ObjectCodec;

/** Encodes what has come of tasks, in the worker; read by {@link OutcomeReader}. */
final class OutcomeWriter {
  /*
   * One outcome: a tag, then what the tag says. Small common values have tags of their own, because a map of a
   * million numbers spends its time here.
   */
  static final int NULL = 0;
  static final int INT = 1; // zigzag varint
  static final int LONG = 2; // zigzag varint
  static final int DOUBLE = 3; // 8 bytes
  static final int TRUE = 4;
  static final int FALSE = 5;
  static final int OBJECT = 6; // varint length, serialized
  static final int FAILURE =
      7; // class name, message, stack trace, serialized exception: each as varint length, bytes

  static final int STORED =
      8; // the path of a file with what is serialized, as varint length, bytes

  /** A larger buffer is given back after use. */
  private static final int KEPT = 1 << 20;

  private final Function<List<byte[]>, Path> store;
  private byte[] buffer = new byte[1024];
  private int length;

  /**
   * Writes small outcomes into its buffer.
   *
   * @param store makes a file of the parts of a large one; null if it cannot
   */
  OutcomeWriter(Function<List<byte[]>, Path> store) {
    this.store = store;
  }

  /** Forgets what was written. */
  void reset() {
    length = 0;
    if (buffer.length > KEPT) {
      buffer = new byte[1024];
    }
  }

  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  /** A result; one that cannot travel becomes a failure that says so. */
  void result(Object value) {
    if (value == null) {
      tag(NULL);
    } else if (value instanceof Integer number) {
      tag(INT);
      varint((number << 1 ^ number >> 31) & 0xffff_ffffL);
    } else if (value instanceof Long number) {
      tag(LONG);
      varint(number << 1 ^ number >> 63);
    } else if (value instanceof Double number) {
      tag(DOUBLE);
      fixed(Double.doubleToRawLongBits(number));
    } else if (value instanceof Boolean truth) {
      tag(truth ? TRUE : FALSE);
    } else {
      object(value);
    }
  }

  /** An exception; its class and text arrive even where it cannot be rebuilt. */
  void failure(Throwable thrown) {
    tag(FAILURE);
    text(thrown.getClass().getName());
    text(String.valueOf(Words.message(thrown)));
    text(StackTraces.of(thrown));
    bytes(serializedOrEmpty(thrown));
  }

  private void object(Object value) {
    List<byte[]> parts;
    try {
      parts = ObjectCodec.parts(value, "value");
    } catch (VirtualMachineError e) {
      throw e; // not the result's fault
    } catch (Throwable e) {
      failure(ResultTrouble.of(value, e));
      return;
    }
    Path file = Cargo.isLarge(parts) ? store.apply(parts) : null;
    if (file == null) {
      tag(OBJECT);
      bytes(parts);
    } else {
      tag(STORED);
      text(file.toString());
    }
  }

  private byte[] serializedOrEmpty(Throwable thrown) {
    try {
      return ObjectCodec.dumps(thrown, "exception");
    } catch (Throwable e) {
      return new byte[0]; // the text is what the caller gets
    }
  }

  private void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte[] bytes) {
    bytes(List.of(bytes));
  }

  private void bytes(List<byte[]> parts) {
    int all = Messages.length(parts);
    varint(all);
    room(all);
    for (byte[] part : parts) {
      System.arraycopy(part, 0, buffer, length, part.length);
      length += part.length;
    }
  }

  private void tag(int tag) {
    room(1);
    buffer[length++] = (byte) tag;
  }

  private void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
  }

  private void fixed(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >>> shift);
    }
  }

  private void room(int more) {
    if (buffer.length - length < more) {
      long wanted = Math.max((long) length + more, 2L * buffer.length);
      buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
  }
}
