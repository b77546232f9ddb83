package multiprocessing.pool;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** The results of a call with many elements, as they come, and as the list that its caller gets. */
final class Results extends AbstractList<Object> implements RandomAccess, Serializable {
  /*
   * Not one array: a collector such as G1 puts a large one among its old objects at once, where it lies until all of the
   * heap has been marked, and keeps all results that it refers to, long after the caller has dropped the list.
   */
  private static final long serialVersionUID = 1;
  private static final int PART_BITS = 12;
  private static final int PART = 1 << PART_BITS;
  private static final int IN_PART = PART - 1;

  private final int size;
  private final transient Object[][] parts;

  /** So many nulls. */
  Results(int size) {
    this.size = size;
    this.parts = new Object[(int) (((long) size + PART - 1) >> PART_BITS)][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new Object[Math.min(PART, size - (i << PART_BITS))];
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Object get(int index) {
    checkIndex(index);
    return parts[index >> PART_BITS][index & IN_PART];
  }

  @Override
  public Object set(int index, Object value) {
    checkIndex(index);
    Object[] part = parts[index >> PART_BITS];
    Object before = part[index & IN_PART];
    part[index & IN_PART] = value;
    return before;
  }

  private void checkIndex(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("index " + index + " of " + size + " results");
    }
  }

  void setAll(int from, Object[] values) {
    for (int at = 0; at < values.length; ) {
      int index = from + at;
      Object[] part = parts[index >> PART_BITS];
      int count = Math.min(values.length - at, part.length - (index & IN_PART));
      System.arraycopy(values, at, part, index & IN_PART, count);
      at += count;
    }
  }

  void fill(Object value) {
    for (Object[] part : parts) {
      Arrays.fill(part, value);
    }
  }

  @Override
  public Object[] toArray() {
    Object[] all = new Object[size];
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(parts[i], 0, all, i << PART_BITS, parts[i].length);
    }
    return all;
  }

  /** As it travels: a list that any JVM knows. */
  private Object writeReplace() {
    return new ArrayList<>(this);
  }

  /** These, as the caller of a call with so few elements expects them: a plain list. */
  List<Object> asList() {
    return parts.length == 1 ? Arrays.asList(parts[0]) : this;
  }
}
