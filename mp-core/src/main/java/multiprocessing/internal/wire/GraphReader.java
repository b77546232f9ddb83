package multiprocessing.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Reads one object graph; the counterpart of {@link GraphWriter}, made anew for each message. */
final class GraphReader {
  private static final Object UNFINISHED = new Object();

  final WireInput in;
  final ClassLoader loader;
  private final Codecs.Table codecs = Codecs.table();
  private Object[] slots = new Object[16];
  private int slotCount;
  private Class<?>[] classes = new Class<?>[8];
  private int classCount;
  private Set<Codec> checked;
  private final byte[] data;
  private final int islandStart;
  private IslandReader islands;
  private List<Waiting> waiting;

  /** Reads a message that begins at an offset and ends with the array. */
  GraphReader(byte[] data, int from, ClassLoader loader) {
    this.data = data;
    this.loader = loader;
    int end = data.length;
    if (end - from >= 6 && data[from] == GraphWriter.WITH_ISLANDS) {
      int length = islandLength(data);
      if (length < 0 || length > end - from - 5) {
        throw new Damage("an island of " + length + " bytes in " + (end - from));
      }
      end = end - 4 - length;
    } else if (end - from < 2 || data[from] != GraphWriter.PLAIN) {
      throw new Damage("not a message of this library");
    }
    islandStart = end;
    in = new WireInput(data, from + 1, end - from - 1);
  }

  private GraphReader(InputStream plain, long length, ClassLoader loader) {
    this.data = new byte[0];
    this.loader = loader;
    this.islandStart = 0;
    this.in = new WireInput(plain, length);
  }

  /** Reads a message from a stream of so many bytes. */
  static GraphReader of(InputStream stream, long length, ClassLoader loader) throws IOException {
    int first = stream.read();
    if (first < 0) {
      throw new Damage("an empty message");
    }
    if (first == GraphWriter.PLAIN) {
      return new GraphReader(stream, length - 1, loader);
    }
    // its second part, which is read side by side with the first, is at its end
    byte[] data = new byte[Math.toIntExact(length)];
    data[0] = (byte) first;
    int ignored = stream.readNBytes(data, 1, data.length - 1);
    return new GraphReader(data, 0, loader);
  }

  private static int islandLength(byte[] data) {
    int at = data.length - 4;
    return (data[at] & 0xff)
        | (data[at + 1] & 0xff) << 8
        | (data[at + 2] & 0xff) << 16
        | (data[at + 3] & 0xff) << 24;
  }

  Object message() throws Exception {
    Object root = read();
    if (in.remaining() != 0) {
      throw new Damage(in.remaining() + " bytes follow the value");
    }
    return root;
  }

  /** Reads any value. */
  Object read() throws Exception {
    return read(in.readTag());
  }

  /** Reads and sets a field; if the value is not complete yet, the field is set when it is. */
  void readField(Object owner, Field field) throws Exception {
    int tag = in.readTag();
    if (tag != Tag.LATER) {
      field.set(owner, read(tag));
      return;
    }
    int slot = in.readVarInt(true);
    if (slot < 0 || slot >= slotCount || slots[slot] != UNFINISHED) {
      throw new Damage("a field that waits for object " + slot + ", which is not under way");
    }
    if (waiting == null) {
      waiting = new ArrayList<>();
    }
    waiting.add(new Waiting(slot, owner, field));
  }

  private Object read(int tag) throws Exception {
    if (tag == Tag.NULL) {
      return null;
    }
    if (tag == Tag.REF) {
      return reference(in.readVarInt(true));
    }
    Class<?> type = null;
    Codec codec;
    if (tag > Tag.NAMED && tag < Tag.DYNAMIC) {
      codec = Codecs.tagged(tag);
    } else {
      type = tag == Tag.NAMED ? readName() : numbered(tag - Tag.DYNAMIC);
      codec = codecs.of(type);
      if (codec.tag != Tag.NAMED) {
        throw new Damage(type.getName() + " does not travel by name");
      }
    }
    if (!codec.shared) {
      return codec.read(this, type, -1);
    }
    int slot = slotCount++;
    if (slot == slots.length) {
      slots = Arrays.copyOf(slots, slot * 2);
    }
    slots[slot] = UNFINISHED;
    Object value = codec.read(this, type, slot);
    slots[slot] = value;
    if (waiting != null) {
      setFieldsWaitingFor(slot);
    }
    return value;
  }

  private void setFieldsWaitingFor(int slot) throws IllegalAccessException {
    Iterator<Waiting> all = waiting.iterator();
    while (all.hasNext()) {
      Waiting next = all.next();
      if (next.slot == slot) {
        next.field.set(next.owner, slots[slot]);
        all.remove();
      }
    }
  }

  /** Makes an object known before its content is read, for references back to it. */
  void publish(int slot, Object value) {
    slots[slot] = value;
  }

  private Object reference(int id) {
    if (id < 0 || id >= slotCount || slots[id] == UNFINISHED) {
      throw new Damage("a reference to object " + id + ", which is not there");
    }
    return slots[id];
  }

  Class<?> readClass() {
    int number = in.readTag();
    return number == 0 ? readName() : numbered(number - 1);
  }

  private Class<?> numbered(int number) {
    if (number < 0 || number >= classCount) {
      throw new Damage("a reference to class " + number + ", which is not there");
    }
    return classes[number];
  }

  private Class<?> readName() {
    Class<?> type = ClassNames.find(in.readText(), loader);
    if (classCount == classes.length) {
      classes = Arrays.copyOf(classes, classCount * 2);
    }
    classes[classCount++] = type;
    return type;
  }

  boolean firstUse(Codec codec) {
    if (checked == null) {
      checked = new HashSet<>();
    }
    return checked.add(codec);
  }

  Object readIsland() throws IOException, ClassNotFoundException {
    if (islands == null) {
      islands =
          new IslandReader(this, data, islandStart, Math.max(0, data.length - 4 - islandStart));
    }
    return islands.readObject();
  }

  /** A field whose value is a record, lambda or the like that is still being read. */
  private record Waiting(int slot, Object owner, Field field) {}
}
