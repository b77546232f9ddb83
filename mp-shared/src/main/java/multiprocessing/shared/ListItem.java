package multiprocessing.shared;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** An item of a shared list as it is in memory. */
final class ListItem {
  /*
   *   note:   63     32 31            8 7    0
   *           | hash   | zeros at end  | kind |
   *
   * CPython has one kind of whole numbers and one of fractions, and takes zeros at the end of a text or of bytes for room
   * that is left. The note says which of Java's kinds a number was, and how many zeros are no room. CPython may write the
   * item and leave the note: so the hash is of the type and of the bytes without the zeros, and of the number with its kind, and
   * what does not fit is taken for CPython's. If CPython writes the very same again, the note counts.
   */
  static final String WHOLE = "q";
  static final String FRACTION = "d";
  static final String BOOLEAN = "xxxxxxx?";
  static final String NONE = "xxxxxx?x";

  private static final byte PLAIN = 0;
  private static final byte TEXT = 1;
  private static final byte BYTES = 2;
  private static final byte NULL = 3;
  private static final int BYTE_KIND = 1;
  private static final int SHORT_KIND = 2;
  private static final int INT_KIND = 3;
  private static final int FLOAT_KIND = 4;
  private static final int WORD = 8;
  private static final int LONGEST = 9_999_999; // its format has 8 characters

  private final String format; // how CPython's struct reads it
  private final byte code; // what CPython makes of that
  private final long note; // what CPython does not know
  private final byte[] data; // as many bytes as there is room for

  ListItem(String format, byte code, long note, byte[] data) {
    this.format = format;
    this.code = code;
    this.note = note;
    this.data = data;
  }

  /** How many bytes a value needs: CPython leaves room for at least one more than a text has. */
  static int size(Object value) {
    byte[] raw = raw(value);
    return raw == null ? WORD : WORD * (raw.length / WORD + 1);
  }

  /**
   * A value as it is in memory.
   *
   * @param room how many bytes there are for it
   * @throws IllegalArgumentException if it cannot be in a list, or not in this room
   */
  static ListItem of(Object value, int room) {
    byte[] raw = raw(value);
    if (raw != null) {
      if (raw.length > room || room > LONGEST) {
        throw new IllegalArgumentException(
            "bytes/str item exceeds available storage: it has "
                + raw.length
                + " bytes, and there is room for "
                + Math.min(room, LONGEST));
      }
      int zeros = raw.length - strip(raw).length;
      byte code = value instanceof String ? TEXT : BYTES;
      long note = zeros == 0 ? 0 : noteOf(strip(raw), code, zeros);
      return new ListItem(room + "s", code, note, Arrays.copyOf(raw, room));
    }
    ByteBuffer data = ByteBuffer.allocate(room).order(ByteOrder.nativeOrder());
    if (value == null) {
      return new ListItem(NONE, NULL, 0, data.array());
    }
    if (value instanceof Boolean flag) {
      data.put(WORD - 1, (byte) (flag ? 1 : 0));
      return new ListItem(BOOLEAN, PLAIN, 0, data.array());
    }
    Number number = (Number) value;
    boolean fraction = number instanceof Double || number instanceof Float;
    if (fraction) {
      data.putDouble(0, number.doubleValue());
    } else {
      data.putLong(0, number.longValue());
    }
    long note = noteOf(data.getLong(0), kind(number));
    return new ListItem(fraction ? FRACTION : WHOLE, PLAIN, note, data.array());
  }

  /** The bytes of a text or of bytes; null of anything else that can be in a list. */
  private static byte[] raw(Object value) {
    if (value instanceof String text) {
      return Utf8.encode(text);
    }
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    boolean fits =
        value == null
            || value instanceof Boolean
            || value instanceof Double
            || value instanceof Long
            || (value instanceof Number number && kind(number) != 0);
    if (!fits) {
      throw new IllegalArgumentException(
          "cannot be in a ShareableList: "
              + value.getClass().getName()
              + "; what can: String, byte[], Boolean, Byte, Short, Integer, Long, Float, Double, null");
    }
    return null;
  }

  private static int kind(Number number) {
    if (number instanceof Integer) {
      return INT_KIND;
    }
    if (number instanceof Float) {
      return FLOAT_KIND;
    }
    if (number instanceof Short) {
      return SHORT_KIND;
    }
    return number instanceof Byte ? BYTE_KIND : 0;
  }

  String format() {
    return format;
  }

  byte code() {
    return code;
  }

  long note() {
    return note;
  }

  byte[] data() {
    return data;
  }

  /**
   * The value.
   *
   * @throws IllegalStateException if there is none of this format
   */
  Object value() {
    ByteBuffer words = ByteBuffer.wrap(data).order(ByteOrder.nativeOrder());
    if (code == NULL) {
      return null;
    }
    if (code == TEXT) {
      return new String(unpadded(), StandardCharsets.UTF_8);
    }
    if (code == BYTES) {
      return unpadded();
    }
    return switch (format) {
      case WHOLE -> whole(words.getLong(0));
      case FRACTION -> fraction(words.getDouble(0));
      case BOOLEAN -> data[WORD - 1] != 0;
      default ->
          throw new IllegalStateException(
              "item of an unknown format: '" + format + "', code " + code);
    };
  }

  private Object whole(long number) {
    int kind = kindOf(number);
    if (kind == INT_KIND && number == (int) number) {
      return (int) number;
    }
    if (kind == SHORT_KIND && number == (short) number) {
      return (short) number;
    }
    if (kind == BYTE_KIND && number == (byte) number) {
      return (byte) number;
    }
    return number;
  }

  private Object fraction(double number) {
    boolean isFloat = kindOf(Double.doubleToRawLongBits(number)) == FLOAT_KIND;
    if (isFloat && Double.compare((float) number, number) == 0) {
      return (float) number;
    }
    return number;
  }

  /** Without the zeros that are only room. */
  private byte[] unpadded() {
    byte[] stripped = strip(data);
    int zeros = (int) note >>> 8;
    if (zeros == 0
        || note != noteOf(stripped, code, zeros)
        || stripped.length + zeros > data.length) {
      return stripped;
    }
    return Arrays.copyOf(stripped, stripped.length + zeros);
  }

  /** The kind of the number, if the note is of it. */
  private int kindOf(long number) {
    int kind = (int) note & 0xff;
    return note == noteOf(number, kind) ? kind : 0;
  }

  private static long noteOf(long number, int kind) {
    return kind == 0 ? 0 : ((long) Long.hashCode(number * 31 + kind) << 32) | kind;
  }

  private static long noteOf(byte[] stripped, byte code, int zeros) {
    long hash = 31L * Arrays.hashCode(stripped) + code;
    return hash << 32 | (long) zeros << 8;
  }

  private static byte[] strip(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** Whether two values are the same item: numbers by what they are worth, bytes one by one. */
  static boolean same(Object one, Object other) {
    if (one instanceof Number first && other instanceof Number second) {
      boolean finite = isFinite(first) && isFinite(second);
      return finite
          ? exact(first).compareTo(exact(second)) == 0
          : first.doubleValue() == second.doubleValue();
    }
    return Objects.deepEquals(one, other);
  }

  private static boolean isFinite(Number number) {
    return !isFraction(number) || Double.isFinite(number.doubleValue());
  }

  private static BigDecimal exact(Number number) {
    return isFraction(number)
        ? new BigDecimal(number.doubleValue())
        : new BigDecimal(number.toString());
  }

  private static boolean isFraction(Number number) {
    return number instanceof Double || number instanceof Float;
  }
}
