package multiprocessing.examples;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Class files made by hand. */
final class Bytes {
  private Bytes() {}

  /** A class without a name, and with one method that has this code. */
  static byte[] classWith(int... code) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(0xCAFEBABE);
      out.writeInt(61);
      out.writeShort(4); // constants: a long in two places, and a text
      out.writeByte(5);
      out.writeLong(1);
      out.writeByte(1);
      out.writeUTF("Code");
      for (int none = 0; none < 5; none++) { // access, this, super, interfaces, fields
        out.writeShort(0);
      }
      out.writeShort(1); // one method, with no name, and one attribute
      out.write(new byte[6]);
      out.writeShort(1);
      out.writeShort(3);
      out.writeInt(12 + code.length);
      out.writeInt(0); // stack, locals
      out.writeInt(code.length);
      for (int b : code) {
        out.writeByte(b);
      }
      out.writeInt(0); // handlers, attributes of the code
      out.writeShort(0); // attributes of the class
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen in memory", e);
    }
    return bytes.toByteArray();
  }
}
