package multiprocessing.shared;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Where a list has what, in its memory. */
final class ListLayout {
  /*
   *   8 bytes          (n + 1) * 8          k bytes   n * 8      n bytes   n * 8, at a multiple of 8
   *   | n             | offsets, the end   | data    | formats  | codes   | notes
   *
   * This is the layout of CPython since 3.9, of Lib/multiprocessing/shared_memory.py, but for the notes, which it neither has nor minds. A
   * format is one of its module struct, of at most 8 characters; a code says what the bytes become: 0 a number or a boolean,
   * 1 a text, 2 bytes, 3 None. For what a note says see ListItem. n and the offsets never change; they are read
   * once, and each access stays inside the item that they bound.
   */
  private static final int WORD = 8;
  private static final int MOST_ITEMS = 1 << 26;

  private final ByteBuffer bytes;
  private final int[] ends; // of the items, from the start of the data

  private ListLayout(ByteBuffer bytes, int[] ends) {
    this.bytes = bytes;
    this.ends = ends;
  }

  /** The layout of items that have these sizes, in bytes, all multiples of 8. */
  static int[] ends(int[] sizes) {
    int[] ends = new int[sizes.length];
    long end = 0;
    for (int i = 0; i < sizes.length; i++) {
      end += sizes[i];
      ends[i] = (int) end;
    }
    long size = end + (sizes.length + 1L) * WORD * 4; // and more
    if (size > Integer.MAX_VALUE || sizes.length > MOST_ITEMS) {
      throw new IllegalArgumentException(
          "too much for one list: " + sizes.length + " items of " + end + " bytes");
    }
    return ends;
  }

  /** How many bytes a list with these items has. */
  static long size(int[] ends) {
    return notes(ends) + (long) ends.length * WORD;
  }

  /** In new memory of that size. */
  static ListLayout write(ByteBuffer bytes, int[] ends) {
    bytes.putLong(0, ends.length);
    bytes.putLong(WORD, 0);
    for (int i = 0; i < ends.length; i++) {
      bytes.putLong((i + 2) * WORD, ends[i]);
    }
    return new ListLayout(bytes, ends);
  }

  /**
   * In memory that somebody made.
   *
   * @throws IOException if that is no list
   */
  static ListLayout read(ByteBuffer bytes, SharedMemory memory) throws IOException {
    long count = bytes.capacity() < 2 * WORD ? -1 : bytes.getLong(0);
    if (count < 0 || count > Math.min(MOST_ITEMS, bytes.capacity() / WORD - 2)) {
      throw new IOException("not a ShareableList, it cannot have " + count + " items: " + memory);
    }
    int[] ends = new int[(int) count];
    long before = 0;
    for (int i = 0; i < ends.length; i++) {
      long end = bytes.getLong((i + 2) * WORD);
      if (end < before + WORD || end > bytes.capacity()) {
        throw new IOException("not a ShareableList, item " + i + " has no place: " + memory);
      }
      ends[i] = (int) end;
      before = end;
    }
    if (codes(ends) + ends.length > bytes.capacity()) {
      throw new IOException("not a ShareableList, it is too short: " + memory);
    }
    return new ListLayout(bytes, ends);
  }

  int count() {
    return ends.length;
  }

  /** How many bytes an item has room for. */
  int room(int index) {
    Objects.checkIndex(index, ends.length);
    return ends[index] - start(index);
  }

  /** The item as it is now; half of the old and half of the new if somebody writes it. */
  ListItem get(int index) {
    byte[] data = new byte[room(index)];
    bytes.get(data() + start(index), data);
    byte[] format = new byte[WORD];
    bytes.get((int) (formats(ends) + (long) index * WORD), format);
    String text = new String(Terminated.value(format), StandardCharsets.US_ASCII);
    return new ListItem(text, bytes.get((int) codes(ends) + index), note(index), data);
  }

  void set(int index, ListItem item) {
    byte[] format = new byte[WORD];
    byte[] text = item.format().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, format, 0, text.length);
    bytes.put((int) (formats(ends) + (long) index * WORD), format);
    bytes.put((int) codes(ends) + index, item.code());
    if (hasNotes()) {
      bytes.putLong((int) (notes(ends) + (long) index * WORD), item.note());
    }
    bytes.put(data() + start(index), item.data());
  }

  private long note(int index) {
    return hasNotes() ? bytes.getLong((int) (notes(ends) + (long) index * WORD)) : 0;
  }

  /** A list that CPython made has none. */
  private boolean hasNotes() {
    return bytes.capacity() >= size(ends);
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  private int data() {
    return (ends.length + 2) * WORD;
  }

  private static long formats(int[] ends) {
    long data = ends.length == 0 ? 0 : ends[ends.length - 1];
    return (ends.length + 2L) * WORD + data;
  }

  private static long codes(int[] ends) {
    return formats(ends) + (long) ends.length * WORD;
  }

  private static long notes(int[] ends) {
    return (codes(ends) + ends.length + WORD - 1) / WORD * WORD;
  }
}
