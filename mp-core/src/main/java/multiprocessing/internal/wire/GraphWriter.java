package multiprocessing.internal.wire;

import com.esotericsoftware.kryo.kryo5.util.IdentityObjectIntMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/*
 * Two streams, one walk. Kryo's buffers hold the graph; what only Java serialization can write (JDK
 * classes whose fields are closed, classes with serialization hooks) goes to an "island" stream.
 * Each calls the other where it meets the other's object, and the reader makes the same calls in
 * the same order, so both streams are read front to back and each keeps its own reference table: an
 * object belongs to one of them by its class, hence identity and most cycles survive.
 *
 * Not every object can be referred to before it is complete (a record is built in one go). Those
 * being written are in `open`. A field that refers to one of them is set later, when it is complete;
 * any other reference to it is refused here, at the sender.
 */
/** Writes one object graph; used by one thread at a time, for one message, then cleared. */
final class GraphWriter {
  static final byte PLAIN = 0x51;
  static final byte WITH_ISLANDS = 0x53;
  private static final int KEPT_ENTRIES = 1024;

  final WireOutput out = new WireOutput();
  private Codecs.Table codecs = Codecs.table();
  private final IdentityObjectIntMap<Object> ids = new IdentityObjectIntMap<>();
  private final IdentityObjectIntMap<Class<?>> classes = new IdentityObjectIntMap<>();
  private final List<Object> open = new ArrayList<>();
  private int openParts;
  private int nextId;
  private int nextClass;
  private boolean exactNames;
  private IslandWriter islands;

  /** Writes a message in parts, the first of which is its own. */
  List<byte[]> message(Object root) throws Exception {
    codecs = Codecs.table();
    exactNames = ClassNames.needsExactness();
    out.writeByte(PLAIN);
    write(root);
    if (islands == null) {
      return out.finish();
    }
    byte[] island = islands.finish();
    out.writeBlob(island);
    out.writeInt(island.length);
    List<byte[]> message = out.finish();
    message.get(0)[0] = WITH_ISLANDS;
    return message;
  }

  /** Writes any value, or a reference to it if it was written before. */
  void write(Object value) throws Exception {
    write(value, false);
  }

  /** Writes the value of a field, which may be set later if its value is not complete yet. */
  void writeField(Object value) throws Exception {
    write(value, true);
  }

  private void write(Object value, boolean inField) throws Exception {
    if (value == null) {
      out.writeTag(Tag.NULL);
      return;
    }
    Codec codec = codecs.of(value.getClass());
    if (!codec.shared) {
      writeHead(codec);
      codec.write(this, value);
      return;
    }
    int id = ids.get(value, -1);
    if (id >= 0) {
      boolean later = (!codec.early || openParts > 0) && isOpen(value);
      if (later && !inField) {
        throw new Refusal(
            value, Describe.type(value) + " refers back to itself; " + Describe.ADVICE_CYCLE);
      }
      out.writeTag(later ? Tag.LATER : Tag.REF);
      out.writeVarInt(id, true);
      return;
    }
    ids.put(value, nextId++);
    writeHead(codec);
    if (codec.early) {
      codec.write(this, value);
    } else {
      open.add(value);
      codec.write(this, value);
      open.remove(open.size() - 1);
    }
  }

  /** Writes a part of an object that is made from it, so that the part cannot refer back. */
  void writePart(Object owner, Object part) throws Exception {
    open.add(owner);
    openParts++;
    write(part);
    openParts--;
    open.remove(open.size() - 1);
  }

  private void writeHead(Codec codec) {
    if (codec.tag == Tag.NAMED) {
      writeClass(codec.type, Tag.DYNAMIC, Tag.NAMED);
    } else {
      out.writeTag(codec.tag);
    }
  }

  /** Writes a class: its number in this message, or its name if this is its first time. */
  void writeClass(Class<?> type) {
    writeClass(type, 1, 0);
  }

  private void writeClass(Class<?> type, int firstNumber, int nameTag) {
    int number = classes.get(type, -1);
    if (number >= 0) {
      out.writeTag(firstNumber + number);
      return;
    }
    if (type.isHidden()) {
      throw new Refusal(type, type.getName() + " has no name that another JVM could look up");
    }
    classes.put(type, nextClass++);
    out.writeTag(nameTag);
    out.writeText(prefix(type) + type.getName());
  }

  /** What stands before the names of a class, and of others of the same loader. */
  String prefix(Class<?> type) {
    return ClassNames.prefix(type.getClassLoader(), exactNames);
  }

  /** Says whether this is the first time that a class's layout is asked for in this message. */
  boolean firstUse(Codec codec) {
    if (ids.get(codec, -1) >= 0) {
      return false;
    }
    ids.put(codec, 0);
    return true;
  }

  void writeIsland(Object value) throws IOException {
    if (islands == null) {
      islands = new IslandWriter(this);
    }
    islands.writeIsland(value);
  }

  Codec codecOf(Object value) {
    return codecs.of(value.getClass());
  }

  private boolean isOpen(Object value) {
    for (Object unfinished : open) {
      if (unfinished == value) {
        return true;
      }
    }
    return false;
  }

  /** Forgets the message, so that no object of the user is kept. */
  void clear() {
    out.clear();
    ids.clear(KEPT_ENTRIES);
    classes.clear(KEPT_ENTRIES);
    open.clear();
    openParts = 0;
    nextId = 0;
    nextClass = 0;
    islands = null;
  }
}
