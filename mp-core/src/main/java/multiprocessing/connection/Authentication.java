package multiprocessing.connection;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;

/**
 * The two halves of the handshake in which each end of a connection proves to the other that it has
 * the same key, without sending it (Python's {@code deliver_challenge} and {@code
 * answer_challenge}). Byte for byte CPython's. {@link Listener} and {@link Client} do both: the
 * listener delivers first, then answers; the client answers first, then delivers.
 *
 * <p>At most 256 bytes of the other end are read in one step. A longer frame is refused without
 * being read, and closes the connection. Waits as {@link Connection#recvBytes()} does, without a
 * limit of its own.
 */
public final class Authentication {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Authentication() {}

  /**
   * Asks the other end to prove that it has the key, and tells it whether it did.
   *
   * @param connection where to
   * @param authKey the key; may be empty
   * @throws AuthenticationException if the answer is wrong ("digest received was wrong"); the other
   *     end was told, the connection is still open
   * @throws IOException if the connection ends or breaks
   */
  public static void deliverChallenge(Connection connection, byte[] authKey) throws IOException {
    deliverChallenge(connection, authKey, HandshakeOptions.defaults());
  }

  /**
   * Asks the other end to prove that it has the key, and tells it whether it did.
   *
   * @param connection where to
   * @param authKey the key; may be empty
   * @param options whether MD5 is accepted; their timeout has no effect here
   * @throws AuthenticationException if the answer is wrong ("digest received was wrong"); the other
   *     end was told, the connection is still open
   * @throws IOException if the connection ends or breaks
   */
  public static void deliverChallenge(
      Connection connection, byte[] authKey, HandshakeOptions options) throws IOException {
    Challenge challenge = challenge(connection, authKey, options);
    byte[] message = Challenge.fresh(RANDOM);
    connection.sendBytes(Challenge.concat(Challenge.PREFIX, message));
    byte[] answer = connection.recvBytesOrRefuse(Challenge.LONGEST);
    try {
      challenge.verify(message, answer);
    } catch (AuthenticationException e) {
      try {
        connection.sendBytes(Challenge.FAILURE);
      } catch (IOException gone) {
        e.addSuppressed(gone); // that the answer was wrong is what counts
      }
      throw e;
    }
    connection.sendBytes(Challenge.WELCOME);
  }

  /**
   * Proves to the other end that this one has the key.
   *
   * @param connection where to
   * @param authKey the key; may be empty
   * @throws AuthenticationException if the other end refused the proof ("digest sent was
   *     rejected"), or did not ask for one; the connection is still open
   * @throws IOException if the connection ends or breaks
   */
  public static void answerChallenge(Connection connection, byte[] authKey) throws IOException {
    answerChallenge(connection, authKey, HandshakeOptions.defaults());
  }

  /**
   * Proves to the other end that this one has the key.
   *
   * @param connection where to
   * @param authKey the key; may be empty
   * @param options whether MD5 is accepted; their timeout has no effect here
   * @throws AuthenticationException if the other end refused the proof ("digest sent was
   *     rejected"), or did not ask for one; the connection is still open
   * @throws IOException if the connection ends or breaks
   */
  public static void answerChallenge(
      Connection connection, byte[] authKey, HandshakeOptions options) throws IOException {
    Challenge challenge = challenge(connection, authKey, options);
    connection.sendBytes(challenge.answer(connection.recvBytesOrRefuse(Challenge.LONGEST)));
    if (!Arrays.equals(connection.recvBytesOrRefuse(Challenge.LONGEST), Challenge.WELCOME)) {
      throw new AuthenticationException("digest sent was rejected");
    }
  }

  private static Challenge challenge(
      Connection connection, byte[] authKey, HandshakeOptions options) {
    Objects.requireNonNull(connection, "connection");
    Objects.requireNonNull(authKey, "authKey");
    Objects.requireNonNull(options, "options");
    return new Challenge(authKey, options);
  }
}
