package multiprocessing.connection;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.Objects;
import multiprocessing.internal.socket.SocketAddresses;
import multiprocessing.internal.socket.SocketDialer;
import multiprocessing.internal.socket.SocketLine;
import multiprocessing.internal.time.Deadline;
import multiprocessing.internal.wire.Frames;

/**
 * Connects to a {@link Listener}, this library's or CPython's, over TCP or a Unix-domain socket
 * (Python's {@code multiprocessing.connection.Client}). What fails leaves no connection open.
 */
public final class Client {

  private Client() {}

  /**
   * Connects to a listener that has no key. What such a connection receives comes from whoever
   * listens there: do not {@link Connection#recv} objects over a network in this way.
   *
   * @param address an {@link java.net.InetSocketAddress} or {@link
   *     java.net.UnixDomainSocketAddress}
   * @return the connection
   * @throws java.net.ConnectException if nobody listens there
   * @throws SocketTimeoutException if it is not connected within ten seconds
   * @throws IOException if the operating system refuses, or this thread is interrupted
   */
  public static Connection connect(SocketAddress address) throws IOException {
    SocketAddresses.check(address);
    return Connection.over(
        SocketDialer.connect(address, Deadline.after(HandshakeOptions.defaults().timeout())));
  }

  /**
   * Connects to a listener that has a key: proves that this end has the same one, then asks the
   * listener for the same proof.
   *
   * @param address an {@link java.net.InetSocketAddress} or {@link
   *     java.net.UnixDomainSocketAddress}
   * @param authKey the key
   * @return the connection
   * @throws AuthenticationException if the keys are not the same
   * @throws java.net.ConnectException if nobody listens there
   * @throws SocketTimeoutException if all that takes more than ten seconds
   * @throws IOException if the operating system refuses, the listener goes away, or this thread is
   *     interrupted
   */
  public static Connection connect(SocketAddress address, byte[] authKey) throws IOException {
    return connect(address, authKey, HandshakeOptions.defaults());
  }

  /**
   * Connects to a listener that has a key: proves that this end has the same one, then asks the
   * listener for the same proof.
   *
   * @param address an {@link java.net.InetSocketAddress} or {@link
   *     java.net.UnixDomainSocketAddress}
   * @param authKey the key
   * @param options how long all that may take, and whether MD5 is accepted
   * @return the connection
   * @throws AuthenticationException if the keys are not the same
   * @throws java.net.ConnectException if nobody listens there
   * @throws SocketTimeoutException if it takes longer than allowed
   * @throws IOException if the operating system refuses, the listener goes away, or this thread is
   *     interrupted
   */
  public static Connection connect(SocketAddress address, byte[] authKey, HandshakeOptions options)
      throws IOException {
    SocketAddresses.check(address);
    Objects.requireNonNull(authKey, "authKey");
    Objects.requireNonNull(options, "options");
    Deadline deadline = Deadline.after(options.timeout());
    SocketLine line = SocketDialer.connect(address, deadline);
    line.limit(deadline);
    Connection connection = Connection.over(line);
    try {
      Authentication.answerChallenge(connection, authKey, options);
      Authentication.deliverChallenge(connection, authKey, options);
    } catch (SocketTimeoutException e) {
      connection.close();
      throw tooLate(address, options, e);
    } catch (Frames.RefusedException e) {
      connection.close();
      throw new IOException(
          "no handshake with "
              + address
              + ": "
              + e.getMessage()
              + "; is what listens there a listener with a key?",
          e);
    } catch (IOException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
    line.limit(null);
    return connection;
  }

  private static SocketTimeoutException tooLate(
      SocketAddress address, HandshakeOptions options, SocketTimeoutException cause) {
    SocketTimeoutException tooLate =
        new SocketTimeoutException(
            "no handshake with "
                + address
                + " within "
                + options.timeout().toMillis()
                + " ms; does it listen with a key, and accept?");
    tooLate.initCause(cause);
    return tooLate;
  }
}
