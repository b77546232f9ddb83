package multiprocessing.internal.classes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a process asks one that told it of a class loader.
 *
 * @param kind one of the constants here
 * @param loader the loader's number
 * @param name the name of a class or resource
 */
record Question(int kind, int loader, String name) {
  static final int CLASS = 1;
  static final int RESOURCES = 2;

  /** More than the longest name that a class file can hold. */
  static final int LONGEST = 128 * 1024;

  /** Beyond this, {@code writeUTF} might refuse. */
  static final int LONGEST_NAME = 16 * 1024;

  byte[] encode() throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(to);
    out.writeByte(kind);
    out.writeInt(loader);
    out.writeUTF(name);
    return to.toByteArray();
  }

  static Question decode(byte[] question) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(question));
    return new Question(in.readUnsignedByte(), in.readInt(), in.readUTF());
  }
}
