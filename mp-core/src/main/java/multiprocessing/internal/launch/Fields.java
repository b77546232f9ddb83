package multiprocessing.internal.launch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the fields of a message to a child are written: a count, then that many bytes or entries. */
final class Fields {
  private Fields() {}

  static void write(DataOutputStream out, String text) throws IOException {
    write(out, text.getBytes(StandardCharsets.UTF_8));
  }

  static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static void write(DataOutputStream out, Map<String, String> map) throws IOException {
    out.writeInt(map.size());
    for (Map.Entry<String, String> entry : map.entrySet()) {
      write(out, entry.getKey());
      write(out, entry.getValue());
    }
  }

  static void write(DataOutputStream out, List<String> list) throws IOException {
    out.writeInt(list.size());
    for (String element : list) {
      write(out, element);
    }
  }

  static String readString(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  static byte[] readBytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  static Map<String, String> readMap(DataInputStream in) throws IOException {
    Map<String, String> map = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      map.put(readString(in), readString(in));
    }
    return map;
  }

  static List<String> readList(DataInputStream in) throws IOException {
    List<String> list = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      list.add(readString(in));
    }
    return list;
  }
}
