package multiprocessing.internal.wire;

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
 *
 * The dry run does not know an object that has a hook writeReplace: Java serialization asks us only
 * about what the hook returns, which is another object each time. If that is similar to the object
 * of an open bridge, what is written from then on is searched for references to open bridges.
 */
/** The Java serialization half of a message: one stream for all islands of the graph. */
final class IslandWriter extends ObjectOutputStream {
  private final IslandBytes bytes;
  private final GraphWriter graph;
  private final Set<Object> members = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Bridge> bridged = new ArrayList<>();
  private Object island;
  private boolean searching;
  private int searched;

  IslandWriter(GraphWriter graph) throws IOException {
    this(graph, new IslandBytes());
  }

  private IslandWriter(GraphWriter graph, IslandBytes bytes) throws IOException {
    super(bytes);
    this.graph = graph;
    this.bytes = bytes;
    enableReplaceObject(true);
  }

  void writeIsland(Object value) throws IOException {
    if (!bridged.isEmpty() && !members.contains(value)) {
      DryRun dryRun = new DryRun(value);
      dryRun.writeObject(value);
      if (dryRun.similar) {
        startSearching();
      }
    }
    Object outer = island;
    island = value;
    writeObject(value);
    refuseReferencesBack();
    island = outer;
  }

  void writeBridged(Bridge bridge) throws Exception {
    refuseReferencesBack();
    bridged.add(bridge);
    graph.write(bridge.foreign());
    bridged.remove(bridged.size() - 1);
  }

  private void startSearching() throws IOException {
    if (!searching) {
      searching = true;
      flush();
      searched = bytes.size();
    }
  }

  private void refuseReferencesBack() throws IOException {
    if (!searching) {
      return;
    }
    flush();
    int end = bytes.size();
    for (int at = searched; at + IslandBytes.REFERENCE_BYTES <= end; at++) {
      int handle = bytes.reference(at);
      for (int i = 0; handle != 0 && i < bridged.size(); i++) {
        if (handleOf(bridged.get(i)) == handle) {
          throw refersBack(island, bridged.get(i).foreign());
        }
      }
    }
    searched = end;
  }

  /** Has a reference written, as the stream tells it to nobody, and takes it back. */
  private int handleOf(Bridge bridge) throws IOException {
    if (bridge.handle == 0) {
      int end = bytes.size();
      writeObject(bridge);
      flush();
      bridge.handle = bytes.reference(end);
      bytes.truncate(end);
    }
    return bridge.handle;
  }

  private static Refusal refersBack(Object island, Object through) {
    return new Refusal(
        island,
        Describe.type(island)
            + " refers back to itself through "
            + Describe.type(through)
            + "; "
            + Describe.ADVICE_CYCLE);
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
    private boolean similar;

    DryRun(Object island) throws IOException {
      super(OutputStream.nullOutputStream());
      this.island = island;
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      Object original = Replacements.original(object);
      for (Bridge unfinished : bridged) {
        if (Replacements.alike(unfinished.foreign(), original)) {
          throw refersBack(island, unfinished.foreign());
        }
        similar |= Replacements.similar(unfinished.foreign(), original);
      }
      return isForeign(original) || members.contains(object) ? null : object;
    }
  }
}
