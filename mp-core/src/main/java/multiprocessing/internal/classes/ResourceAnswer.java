package multiprocessing.internal.classes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A resource that another process has.
 *
 * @param address where it is, as that process names it
 * @param content what is in it; null if this process can open the address itself
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record ResourceAnswer(String address, byte[] content) {

  static byte[] encode(List<ResourceAnswer> all) throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(to);
    out.writeInt(all.size());
    for (ResourceAnswer resource : all) {
      out.writeUTF(resource.address);
      out.writeInt(resource.content == null ? -1 : resource.content.length);
      if (resource.content != null) {
        out.write(resource.content);
      }
    }
    return to.toByteArray();
  }

  static List<ResourceAnswer> decode(byte[] answer) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer));
    List<ResourceAnswer> all = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String address = in.readUTF();
      int length = in.readInt();
      byte[] content = length < 0 ? null : in.readNBytes(length);
      if (content != null && content.length < length) {
        throw new IOException("a resource of " + length + " bytes of which some are missing");
      }
      all.add(new ResourceAnswer(address, content));
    }
    return all;
  }
}
