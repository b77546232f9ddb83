package multiprocessing.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A listener and both ends of one connection to it. */
record SocketPair(Listener listener, Connection client, Connection server)
    implements AutoCloseable {
  static final byte[] KEY = "secret key".getBytes(StandardCharsets.US_ASCII);

  /** What a listener can listen on. */
  enum Kind {
    UNIX,
    TCP;

    Listener listen() throws IOException {
      return listen(HandshakeOptions.defaults());
    }

    /** With the key, on a fresh address. */
    Listener listen(HandshakeOptions options) throws IOException {
      if (this == TCP) {
        return new Listener(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), KEY, options);
      }
      try (Listener fresh = new Listener()) {
        fresh.close(); // its address is free now, and nobody else will take it
        return new Listener(fresh.address(), KEY, options);
      }
    }
  }

  static SocketPair open(Kind kind) throws IOException {
    Listener listener = kind.listen();
    Connection client = Client.connect(listener.address(), KEY);
    return new SocketPair(listener, client, listener.accept());
  }

  @Override
  public void close() throws IOException {
    try (Listener last = listener;
        Connection one = client;
        Connection other = server) {
      // all are closed
    }
  }
}
