package multiprocessing.internal.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/*
 * An object that does not belong here is replaced by a Bridge, and written by the GraphWriter while
 * the bridge is. The stream remembers bridge and object as one, so if the object is met again in an
 * island below its own bridge, the reader would see the unfinished bridge. Before such an island is
 * written, a dry run looks for that and refuses.
 */
/** The Java serialization half of a message: one stream for all islands of the graph. */
final class IslandWriter extends ObjectOutputStream {
  private final ByteArrayOutputStream bytes;
  private final GraphWriter graph;
  private final Set<Object> members = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Object> bridged = new ArrayList<>();

  IslandWriter(GraphWriter graph) throws IOException {
    this(graph, new ByteArrayOutputStream());
  }

  private IslandWriter(GraphWriter graph, ByteArrayOutputStream bytes) throws IOException {
    super(bytes);
    this.graph = graph;
    this.bytes = bytes;
    enableReplaceObject(true);
  }

  void writeIsland(Object value) throws IOException {
    if (!bridged.isEmpty() && !members.contains(value)) {
      new DryRun(value).writeObject(value);
    }
    writeObject(value);
  }

  void writeBridged(Object foreign) throws Exception {
    bridged.add(foreign);
    graph.write(foreign);
    bridged.remove(bridged.size() - 1);
  }

  @Override
  protected Object replaceObject(Object object) {
    Object original = Replacements.original(object);
    if (isForeign(original)) {
      return new Bridge(this, original);
    }
    members.add(object);
    return object;
  }

  private boolean isForeign(Object object) {
    if (object instanceof String
        || object instanceof Enum
        || object instanceof StackTraceElement[]
        || object instanceof Bridge) {
      return false;
    }
    Codec codec = graph.codecOf(object);
    return !(codec instanceof IslandCodec) && (codec.tag < Tag.BOOLEAN || codec.tag > Tag.DOUBLE);
  }

  /** The reader sees by what is there whether anything was written. */
  @Override
  protected void annotateClass(Class<?> type) throws IOException {
    String prefix = graph.prefix(type);
    if (!prefix.isEmpty()) {
      writeUTF(prefix);
    }
  }

  @Override
  protected void annotateProxyClass(Class<?> type) throws IOException {
    annotateClass(type);
  }

  byte[] finish() throws IOException {
    flush();
    return bytes.toByteArray();
  }

  /** Walks what a new island would write itself, and looks for objects whose bridge is open. */
  private final class DryRun extends ObjectOutputStream {
    private final Object island;

    DryRun(Object island) throws IOException {
      super(OutputStream.nullOutputStream());
      this.island = island;
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      Object original = Replacements.original(object);
      for (Object unfinished : bridged) {
        if (Replacements.alike(unfinished, original)) {
          throw new Refusal(
              island,
              Describe.type(island)
                  + " refers back to itself through "
                  + Describe.type(original)
                  + "; "
                  + Describe.ADVICE_CYCLE);
        }
      }
      return isForeign(original) || members.contains(object) ? null : object;
    }
  }
}
