package multiprocessing.internal.classes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a process says of a class that another one asked for.
 *
 * @param kind one of the constants here
 * @param loader the number of the loader that defines it
 * @param text why it is not there; or its code source's address, which may be empty
 * @param packageFacts what its package says of itself, as {@link PackageFacts} has it
 * @param bytes the class file
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record ClassAnswer(int kind, int loader, String text, String[] packageFacts, byte[] bytes) {
  /** There is no such class, or it cannot be sent; the text says why. */
  static final int MISSING = 0;

  /** The loader that was asked defines it; the bytes are here. */
  static final int HERE = 1;

  /** Another loader, which is to be asked instead, defines it. */
  static final int ELSEWHERE = 2;

  /** It is on the class path, or the JDK's. */
  static final int OWN = 3;

  private static final int MOST_TEXT = 8 * 1024;

  static ClassAnswer missing(String why) {
    return new ClassAnswer(MISSING, 0, why, PackageFacts.NONE, new byte[0]);
  }

  static ClassAnswer elsewhere(int loader) {
    return new ClassAnswer(ELSEWHERE, loader, "", PackageFacts.NONE, new byte[0]);
  }

  static ClassAnswer own() {
    return new ClassAnswer(OWN, 0, "", PackageFacts.NONE, new byte[0]);
  }

  byte[] encode() throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream(bytes.length + 256);
    DataOutputStream out = new DataOutputStream(to);
    out.writeByte(kind);
    out.writeInt(loader);
    out.writeUTF(text.substring(0, Math.min(text.length(), MOST_TEXT)));
    for (String fact : packageFacts) {
      out.writeUTF(fact.substring(0, Math.min(fact.length(), MOST_TEXT)));
    }
    out.write(bytes);
    return to.toByteArray();
  }

  static ClassAnswer decode(byte[] answer) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer));
    int kind = in.readUnsignedByte();
    int loader = in.readInt();
    String text = in.readUTF();
    String[] facts = new String[PackageFacts.COUNT];
    for (int i = 0; i < facts.length; i++) {
      facts[i] = in.readUTF();
    }
    if (kind > OWN) {
      throw new IOException("unknown kind of answer: " + kind);
    }
    return new ClassAnswer(kind, loader, text, facts, in.readAllBytes());
  }
}
