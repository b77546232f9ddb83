package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of the handshake, written down byte by byte. */
record RawHandshake(SocketChannel channel) {

  static RawHandshake connect(SocketAddress to) throws IOException {
    return new RawHandshake(SocketChannel.open(to));
  }

  /** All of it, with the right key. */
  void complete() throws Exception {
    answer();
    assertArrayEquals("#WELCOME#".getBytes(StandardCharsets.US_ASCII), read());
    byte[] challenge = ("{sha256}" + "x".repeat(40)).getBytes(StandardCharsets.US_ASCII);
    write(("#CHALLENGE#" + "{sha256}" + "x".repeat(40)).getBytes(StandardCharsets.US_ASCII));
    assertArrayEquals(sha256(challenge), read());
    write("#WELCOME#".getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads the listener's challenge and answers it. */
  void answer() throws Exception {
    byte[] challenge = read();
    assertEquals(59, challenge.length);
    assertEquals("#CHALLENGE#{sha256}", new String(challenge, 0, 19, StandardCharsets.ISO_8859_1));
    write(sha256(Arrays.copyOfRange(challenge, 11, 59)));
  }

  private static byte[] sha256(byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SocketPair.KEY, "HmacSHA256"));
    byte[] prefix = "{sha256}".getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(prefix, prefix.length + 32);
    System.arraycopy(mac.doFinal(message), 0, all, prefix.length, 32);
    return all;
  }

  byte[] read() throws IOException {
    return exactly(exactly(ByteBuffer.allocate(4)).getInt());
  }

  private byte[] exactly(int length) throws IOException {
    return exactly(ByteBuffer.allocate(length)).array();
  }

  private ByteBuffer exactly(ByteBuffer room) throws IOException {
    while (room.hasRemaining()) {
      if (channel.read(room) < 0) {
        throw new IOException("the listener has closed");
      }
    }
    return room.flip();
  }

  void write(byte[] message) throws IOException {
    raw(ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array());
  }

  void raw(byte[] bytes) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (all.hasRemaining()) {
      int ignored = channel.write(all);
    }
  }

  /** Waits until the listener has let go of this client. */
  void awaitEnd() throws IOException {
    try {
      while (channel.read(ByteBuffer.allocate(256)) >= 0) {}
    } catch (IOException e) {
      // a reset is an end, too
    }
  }
}
