package multiprocessing.internal.launch;

import java.util.Arrays;

/** Cuts a stream into lines. */
abstract class LineSink implements OutputSink {
  /** A longer line is taken in parts: a stream without an end of line shall not fill our heap. */
  static final int LONGEST = 1 << 16;

  private byte[] line = new byte[256];
  private int length;

  /**
   * Takes one line, or a part of one that is too long, without its end.
   *
   * @param bytes the line, from its beginning, in an array with room for one more
   */
  abstract void line(byte[] bytes, int length);

  @Override
  public final void accept(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        line(line, length);
        length = 0;
      } else {
        append(bytes[i]);
      }
    }
  }

  @Override
  public final void end() {
    if (length > 0) {
      line(line, length);
      length = 0;
    }
  }

  private void append(byte next) {
    if (length == LONGEST) {
      cut();
    }
    if (length + 1 == line.length) {
      line = Arrays.copyOf(line, Math.min(2 * line.length, LONGEST + 1));
    }
    line[length++] = next;
  }

  /** Before the last character of UTF-8, which may not be whole yet. */
  private void cut() {
    int whole = length - 1;
    while (whole > length - 4 && (line[whole] & 0xc0) == 0x80) {
      whole--;
    }
    byte[] rest = Arrays.copyOfRange(line, whole, length);
    line(line, whole);
    System.arraycopy(rest, 0, line, 0, rest.length);
    length = rest.length;
  }
}
