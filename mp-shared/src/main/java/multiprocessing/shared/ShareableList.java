package multiprocessing.shared;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A list of fixed length in shared memory with a name (Python's {@code ShareableList}), laid out as
 * CPython's since 3.9, which can attach it and the reverse. Items are {@link String}, {@code
 * byte[]}, {@link Boolean}, {@link Byte}, {@link Short}, {@link Integer}, {@link Long}, {@link
 * Float}, {@link Double} and null. Sent to another process, it is attached there.
 *
 * <p>A text may be replaced by one that fits into its place: its UTF-8 rounded up to a multiple of
 * 8, at least one byte more than it has; a number's place has 8 bytes. What is read is what was
 * written, also with zeros at the end; of those, CPython sees none. A number that CPython wrote is
 * a {@code Long} or a {@code Double}.
 *
 * <p>Nothing here waits, and nothing locks: whoever reads an item that another writes may see half
 * of each. The name, and <b>what happens if a process dies</b>, are as for {@link SharedMemory};
 * one that dies while it writes an item leaves it half written, as bytes or a text or number that
 * nobody wrote, and the others whole.
 */
public final class ShareableList implements Iterable<Object>, AutoCloseable, Serializable {
  private static final long serialVersionUID = 1;

  private final transient SharedMemory memory;

  // Mutable state
  private transient volatile ListLayout layout; // null when closed

  private ShareableList(SharedMemory memory, ListLayout layout) {
    this.memory = memory;
    this.layout = layout;
  }

  /**
   * Makes a new list, with a name that nobody has. Python's {@code ShareableList(items)}.
   *
   * @param items what is in it at first
   * @return the list, open
   * @throws IOException if there is no room for it; nothing is left behind
   * @throws IllegalArgumentException if there is an item that cannot be in a list
   */
  public static ShareableList of(Object... items) throws IOException {
    int[] ends = ends(items);
    return fill(SharedMemory.create(ListLayout.size(ends)), ends, items);
  }

  /**
   * Makes a new list with a name. Python's {@code ShareableList(items, name=name)}.
   *
   * @param name a name as for {@link SharedMemory#create(String, long)}
   * @param items what is in it at first
   * @return the list, open
   * @throws FileAlreadyExistsException if there is memory of that name
   * @throws IOException if there is no room for it; nothing is left behind
   * @throws IllegalArgumentException if that is no name, or there is an item that cannot be in a
   *     list
   */
  public static ShareableList named(String name, Object... items) throws IOException {
    int[] ends = ends(items);
    return fill(SharedMemory.create(name, ListLayout.size(ends)), ends, items);
  }

  /** Checks all items before there is anything. */
  private static int[] ends(Object... items) {
    int[] sizes = new int[items.length];
    for (int i = 0; i < items.length; i++) {
      try {
        sizes[i] = ListItem.size(items[i]);
        ListItem checked = ListItem.of(items[i], sizes[i]);
        assert checked.data().length == sizes[i];
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("item " + i + ": " + e.getMessage(), e);
      }
    }
    return ListLayout.ends(sizes);
  }

  private static ShareableList fill(SharedMemory memory, int[] ends, Object... items) {
    ListLayout layout = ListLayout.write(memory.buf(), ends);
    for (int i = 0; i < items.length; i++) {
      layout.set(i, ListItem.of(items[i], layout.room(i)));
    }
    return new ShareableList(memory, layout);
  }

  /**
   * Attaches a list that somebody made, in this process or another, or in CPython. Python's {@code
   * ShareableList(name=name)}.
   *
   * @param name its name
   * @return the list, open
   * @throws NoSuchFileException if there is no memory of that name
   * @throws IOException if that is no list, or is not this user's
   * @throws IllegalArgumentException if that is no name
   */
  public static ShareableList attach(String name) throws IOException {
    SharedMemory memory = SharedMemory.attach(name);
    if (memory.size() > Integer.MAX_VALUE) {
      throw new IOException("not a ShareableList, it is too large: " + memory);
    }
    return new ShareableList(memory, ListLayout.read(memory.buf(), memory));
  }

  /**
   * Reads an item. Python's {@code list[index]}.
   *
   * @param index from 0, less than the size
   * @return what was written there last
   * @throws IndexOutOfBoundsException if there is no such item
   * @throws IllegalStateException if this is closed, or something else has written there
   */
  public Object get(int index) {
    return layout().get(index).value();
  }

  /**
   * Replaces an item, also by one of another kind. Python's {@code list[index] = x}.
   *
   * @param index from 0, less than the size
   * @param value what can be in a list
   * @throws IndexOutOfBoundsException if there is no such item
   * @throws IllegalArgumentException if it cannot be in a list, or has more bytes than there is
   *     room; nothing was written
   * @throws IllegalStateException if this is closed
   */
  public void set(int index, Object value) {
    ListLayout open = layout();
    open.set(index, ListItem.of(value, open.room(index)));
  }

  /**
   * How many items there are, always. Python's {@code len(list)}.
   *
   * @return 0 or more
   * @throws IllegalStateException if this is closed
   */
  public int size() {
    return layout().count();
  }

  /**
   * How often a value is in the list.
   *
   * @param value a value; numbers are compared by what they are worth, and bytes one by one
   * @return how many items are the same
   * @throws IllegalStateException if this is closed
   */
  public int count(Object value) {
    int count = 0;
    for (Object item : this) {
      count += ListItem.same(item, value) ? 1 : 0;
    }
    return count;
  }

  /**
   * Where a value is first.
   *
   * @param value a value, compared as by {@link #count}
   * @return the index of the first item that is the same
   * @throws IllegalArgumentException if there is none (Python's {@code ValueError})
   * @throws IllegalStateException if this is closed
   */
  public int index(Object value) {
    int index = 0;
    for (Object item : this) {
      if (ListItem.same(item, value)) {
        return index;
      }
      index++;
    }
    throw new IllegalArgumentException("not in this list: " + text(value));
  }

  /**
   * How the items are packed, as CPython's {@code struct} has it, such as {@code 8sqd}.
   *
   * @return the formats of all items, one after the other
   * @throws IllegalStateException if this is closed
   */
  public String format() {
    ListLayout open = layout();
    StringBuilder formats = new StringBuilder();
    for (int i = 0; i < open.count(); i++) {
      formats.append(open.get(i).format());
    }
    return formats.toString();
  }

  /**
   * Goes through the items from the first to the last; each is read when it is its turn.
   *
   * @throws IllegalStateException if this is closed
   */
  @Override
  public Iterator<Object> iterator() {
    int size = size();
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Object next() {
        if (!hasNext()) {
          throw new NoSuchElementException("there are only " + size + " items");
        }
        return get(next++);
      }
    };
  }

  /**
   * The memory, of which this is all. Python's {@code list.shm}.
   *
   * @return the same each time; closing it does not close the list
   */
  public SharedMemory shm() {
    return memory;
  }

  private ListLayout layout() {
    ListLayout open = layout;
    if (open == null) {
      throw new IllegalStateException("is closed: " + this);
    }
    return open;
  }

  /**
   * Ends the use by this object; the list keeps its name. Does nothing the second time. Python's
   * {@code list.shm.close()}.
   */
  @Override
  public void close() {
    layout = null;
    memory.close();
  }

  /**
   * Removes the name, as {@link SharedMemory#unlink}. Python's {@code list.shm.unlink()}.
   *
   * @throws NoSuchFileException if the name has gone already
   * @throws IOException if this user may not
   */
  public void unlink() throws IOException {
    memory.unlink();
  }

  /** Travels as its name, by which it is attached where it arrives. */
  private Object writeReplace() {
    return new Ticket(memory.name());
  }

  /** The items and the name: {@code ShareableList([a, 1], name='psm_2d1f9c04')}. */
  @Override
  public String toString() {
    ListLayout open = layout;
    StringBuilder items = new StringBuilder();
    for (int i = 0; open != null && i < open.count(); i++) {
      items.append(i == 0 ? "" : ", ").append(text(open.get(i).value()));
    }
    String inside = open == null ? "closed" : "[" + items + "]";
    return "ShareableList(" + inside + ", name='" + memory.name() + "')";
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
  }

  private record Ticket(String name) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      try {
        return attach(name);
      } catch (IOException e) {
        InvalidObjectException gone =
            new InvalidObjectException(
                "a ShareableList cannot be attached where it arrived: " + e.getMessage());
        gone.initCause(e);
        throw gone;
      }
    }
  }
}
