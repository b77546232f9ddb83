package multiprocessing.shared;

import java.util.Arrays;

/** Bytes that end with the first 0, or where there are no more, as in C. */
final class Terminated {
  private Terminated() {}

  /** Those before the end. */
  static byte[] value(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** With a 0 after them if there is room. */
  static byte[] of(byte[] value, int room) {
    if (value.length > room) {
      throw new IllegalArgumentException(
          "value is too long: " + value.length + " bytes, and there is room for " + room);
    }
    return Arrays.copyOf(value, Math.min(room, value.length + 1));
  }
}
