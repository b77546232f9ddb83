package multiprocessing.internal.launch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A child JVM's task and all that comes with it, told after the {@link Preamble} on its standard
 * input, so that nothing secret stands on a command line or in an environment.
 *
 * @param name the process's name
 * @param identity the numbers in the default name, such as {@code 1:2}; empty in the first process
 * @param daemon whether the child ends with its parent
 * @param parentPid the process id of the parent
 * @param parentName the name of the parent
 * @param startMethod the start method that the child's own children have by default
 * @param logLevel the least level of messages that go to standard error
 * @param authKey the family's secret
 * @param properties system properties to set
 * @param classLoader the label of the context class loader, empty for the one of the class path
 * @param task the serialized {@link ChildTask}
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Bootstrap(
    String name,
    String identity,
    boolean daemon,
    long parentPid,
    String parentName,
    String startMethod,
    int logLevel,
    byte[] authKey,
    Map<String, String> properties,
    String classLoader,
    byte[] task) {
  /** The first byte; a standby that has read it answers before it reads on. */
  private static final int GO = 'G';

  byte[] encode() throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream(4096);
    DataOutputStream out = new DataOutputStream(header);
    Fields.write(out, name);
    Fields.write(out, identity);
    out.writeBoolean(daemon);
    out.writeLong(parentPid);
    Fields.write(out, parentName);
    Fields.write(out, startMethod);
    out.writeInt(logLevel);
    Fields.write(out, authKey);
    Fields.write(out, properties);
    Fields.write(out, classLoader);
    // read at once: a child that reads integers one by one is slow
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(header.size() + task.length + 16);
    out = new DataOutputStream(bytes);
    out.writeByte(GO);
    Fields.write(out, header.toByteArray());
    Fields.write(out, task);
    return bytes.toByteArray();
  }

  /**
   * Waits until a bootstrap begins.
   *
   * @throws EOFException if the parent ended first
   */
  static void await(InputStream from) throws IOException {
    int first = from.read();
    if (first < 0) {
      throw new EOFException("the parent has ended");
    }
    if (first != GO) {
      throw new IOException("not the beginning of a bootstrap: " + first);
    }
  }

  /**
   * Reads what {@link #encode} wrote behind the byte that {@link #await} reads, and not a byte
   * more.
   *
   * @throws EOFException if the parent died before it had written everything
   */
  static Bootstrap read(InputStream from) throws IOException {
    DataInputStream all = new DataInputStream(from);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(Fields.readBytes(all)));
    return new Bootstrap(
        Fields.readString(in),
        Fields.readString(in),
        in.readBoolean(),
        in.readLong(),
        Fields.readString(in),
        Fields.readString(in),
        in.readInt(),
        Fields.readBytes(in),
        Fields.readMap(in),
        Fields.readString(in),
        Fields.readBytes(all));
  }
}
