package multiprocessing.internal.launch;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * What a child JVM is told as soon as it is launched; the {@link Bootstrap} follows, at once or,
 * for a standby, when there is a task.
 *
 * @param family the folder of the family
 * @param report the file in which the child reports how far it came
 * @param offer the file of a standby's {@link Offer}; empty if the task follows at once
 * @param properties system properties that a standby sets before it loads anything
 * @param preload names of classes that a standby loads
 * @param expected names of classes that a standby loads but does not initialize
 * @param rehearsal a serialized {@link ChildTask} that a standby rehearses
 * @param lambda a lambda, in words, that a standby links and does not call; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record Preamble(
    String family,
    String report,
    String offer,
    Map<String, String> properties,
    List<String> preload,
    List<String> expected,
    byte[] rehearsal,
    List<String> lambda) {
  private static final int VERSION = 3;

  /** What a child is told that gets its task at once. */
  static Preamble ofTask(String family, String report) {
    return new Preamble(family, report, "", Map.of(), List.of(), List.of(), new byte[0], List.of());
  }

  boolean isStandby() {
    return !offer.isEmpty();
  }

  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(VERSION);
    Fields.write(out, family);
    Fields.write(out, report);
    Fields.write(out, offer);
    Fields.write(out, properties);
    Fields.write(out, preload);
    Fields.write(out, expected);
    Fields.write(out, rehearsal);
    Fields.write(out, lambda);
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote, and not a byte more.
   *
   * @throws EOFException if the parent died before it had written everything
   */
  static Preamble read(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException(
          "the parent speaks version "
              + version
              + " of the start protocol, this child "
              + VERSION
              + "; both must have the same mp-core on the class path");
    }
    return new Preamble(
        Fields.readString(in),
        Fields.readString(in),
        Fields.readString(in),
        Fields.readMap(in),
        Fields.readList(in),
        Fields.readList(in),
        Fields.readBytes(in),
        Fields.readList(in));
  }
}
