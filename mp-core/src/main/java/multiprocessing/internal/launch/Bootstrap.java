package multiprocessing.internal.launch;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a child JVM is told at its start, on its standard input, so that nothing secret stands
 * on a command line or in an environment.
 *
 * @param family the folder of the family
 * @param report the file in which the child reports how far it came
 * @param name the process's name
 * @param identity the numbers in the default name, such as {@code 1:2}; empty in the first process
 * @param daemon whether the child ends with its parent
 * @param parentPid the process id of the parent
 * @param parentName the name of the parent
 * @param startMethod the start method that the child's own children have by default
 * @param logLevel the least level of messages that go to standard error
 * @param authKey the family's secret
 * @param properties system properties to set
 * @param task the serialized {@link ChildTask}
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Bootstrap(
    String family,
    String report,
    String name,
    String identity,
    boolean daemon,
    long parentPid,
    String parentName,
    String startMethod,
    int logLevel,
    byte[] authKey,
    Map<String, String> properties,
    byte[] task) {
  private static final int VERSION = 1;

  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(task.length + 4096);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(VERSION);
    write(out, family);
    write(out, report);
    write(out, name);
    write(out, identity);
    out.writeBoolean(daemon);
    out.writeLong(parentPid);
    write(out, parentName);
    write(out, startMethod);
    out.writeInt(logLevel);
    write(out, authKey);
    out.writeInt(properties.size());
    for (Map.Entry<String, String> property : properties.entrySet()) {
      write(out, property.getKey());
      write(out, property.getValue());
    }
    write(out, task);
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote, and not a byte more.
   *
   * @throws EOFException if the parent died before it had written everything
   */
  static Bootstrap read(InputStream from) throws IOException {
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
    return new Bootstrap(
        readString(in),
        readString(in),
        readString(in),
        readString(in),
        in.readBoolean(),
        in.readLong(),
        readString(in),
        readString(in),
        in.readInt(),
        readBytes(in),
        readProperties(in),
        readBytes(in));
  }

  private static Map<String, String> readProperties(DataInputStream in) throws IOException {
    Map<String, String> properties = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      properties.put(readString(in), readString(in));
    }
    return properties;
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    write(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readString(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
