package multiprocessing.internal.wire;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.StreamCorruptedException;

/** Stands in an island for an object that the graph's own stream holds. */
final class Bridge implements Externalizable {
  private static final long serialVersionUID = 1;

  private final transient IslandWriter islands;

  /** What the writer's stream calls this bridge in references; 0 as long as nobody asked. */
  transient int handle;

  private transient IslandReader reader;
  private transient Object foreign;

  /** For Java serialization only. */
  public Bridge() {
    this(null, null);
  }

  Bridge(IslandWriter islands, Object foreign) {
    this.islands = islands;
    this.foreign = foreign;
  }

  Object foreign() {
    return foreign;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    try {
      islands.writeBridged(this);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Refusal(foreign, "cannot be written: " + e, e);
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    if (!(in instanceof IslandReader islandReader)) {
      throw new StreamCorruptedException("a bridge outside of a message");
    }
    reader = islandReader;
    foreign = reader.readBridged();
  }

  private Object readResolve() {
    if (foreign != null && foreign != this) { // else the filter is not asked
      reader.expectBridged();
    }
    return foreign;
  }
}
