package multiprocessing.shared;

import java.nio.charset.StandardCharsets;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;

/**
 * A text in UTF-8 that processes share, in room of a fixed length (Python's {@code Array('c',
 * ...)}), made by {@link Array#ofString}. As in C it ends at the first byte that is 0, so it cannot
 * have one inside.
 *
 * <p><b>If a process dies</b> that holds the lock, each access under the lock throws {@link
 * OwnerDiedException} until somebody calls {@link RLock#recover}; of a text that it was writing, a
 * part may be written.
 */
public final class StringArray extends Guarded<StringArray> {
  private static final long serialVersionUID = 1;

  StringArray(SharedObject memory, RLock lock) {
    super(memory, lock);
  }

  /**
   * Reads the text, up to the first byte that is 0. Python's {@code array.value}.
   *
   * @return what was written last; of bytes that are no UTF-8, each is {@code U+FFFD}
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public String value() {
    return new String(Terminated.value(raw()), StandardCharsets.UTF_8);
  }

  /**
   * Writes the text. Python's {@code array.value = x}.
   *
   * @param value what has at most {@link #length} bytes as UTF-8
   * @throws IllegalArgumentException if it is longer, or has one half of a surrogate pair; nothing
   *     was written
   * @throws OwnerDiedException if a process has died while it held the lock; nothing was written
   */
  public void setValue(String value) {
    byte[] written = Terminated.of(Utf8.encode(value), length());
    boolean entered = enter();
    try {
      bytes.put(0, written);
    } finally {
      exit(entered);
    }
  }

  /**
   * Reads all bytes, also those after the end of the text. Python's {@code array.raw}.
   *
   * @return a copy of them
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public byte[] raw() {
    byte[] copy = new byte[length()];
    boolean entered = enter();
    try {
      bytes.get(0, copy);
    } finally {
      exit(entered);
    }
    return copy;
  }

  /**
   * How many bytes there is room for, always. Python's {@code len(array)}.
   *
   * @return 0 or more
   */
  public int length() {
    return bytes.capacity();
  }

  /**
   * The same memory without the lock. Python's {@code RawArray}.
   *
   * @return what reads and writes the same text, and has no {@link #getLock}
   */
  public StringArray unlocked() {
    return with(null);
  }

  /**
   * A new text with the same room, with a lock of its own if this one has a lock. Python's {@code
   * sharedctypes.copy}.
   *
   * @return what starts with the bytes that this one has now
   * @throws OwnerDiedException if a process has died while it held the lock
   */
  public StringArray copy() {
    byte[] raw = raw();
    StringArray unlocked = new StringArray(SharedArray.allocate(raw.length, 1), null);
    unlocked.bytes.put(0, raw);
    return unlocked.with(anotherLock());
  }

  @Override
  StringArray with(RLock other) {
    return new StringArray(memory, other);
  }

  /** Its kind and length: {@code StringArray(length=12)}. */
  @Override
  public String toString() {
    return "StringArray(length=" + length() + ")";
  }
}
