package multiprocessing.connection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The bytes of CPython's handshake: what a challenge is, and what answers it. */
final class Challenge {
  /*
   * challenge, 3.12 on: #CHALLENGE#{sha256}<40 random bytes>      answer: {sha256}<HMAC over {sha256}<40 bytes>>
   * challenge, to 3.11: #CHALLENGE#<20 random bytes>              answer: <16 bytes of HMAC-MD5>
   *
   * The one who answers chooses the digest, and the one who verifies knows it by the answer's prefix, or an answer of
   * 16 bytes without one as MD5. So a challenge with a prefix is right for all: to 3.11 it is 48 opaque bytes.
   */
  static final byte[] PREFIX = ascii("#CHALLENGE#");
  static final byte[] WELCOME = ascii("#WELCOME#");
  static final byte[] FAILURE = ascii("#FAILURE#");

  /** No step of the handshake is longer. */
  static final int LONGEST = 256;

  private static final String MD5 = "md5";
  private static final int LEGACY_CHALLENGE = 20;
  private static final int LEGACY_ANSWER = 16;
  private static final int RANDOM_BYTES = 40;
  private static final int LONGEST_NAME = 20;
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          MD5,
          "HmacMD5",
          "sha256",
          "HmacSHA256",
          "sha384",
          "HmacSHA384",
          "sha3_256",
          "HmacSHA3-256",
          "sha3_384",
          "HmacSHA3-384");

  private final byte[] key;
  private final boolean legacyMd5;

  Challenge(byte[] key, HandshakeOptions options) {
    // HMAC fills a key up with zero bytes, so one of them is the empty key, which the JDK refuses
    this.key = key.length == 0 ? new byte[1] : key.clone();
    this.legacyMd5 = options.allowsLegacyMd5();
  }

  /** A challenge nobody has seen, without its prefix. */
  static byte[] fresh(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return concat(ascii("{sha256}"), bytes);
  }

  /** What answers a received frame, which should be a challenge. */
  byte[] answer(byte[] frame) {
    if (!startsWith(frame, PREFIX)) {
      throw new AuthenticationException(
          "protocol error: a challenge was expected, not " + printable(frame));
    }
    byte[] message = Arrays.copyOfRange(frame, PREFIX.length, frame.length);
    if (message.length < LEGACY_CHALLENGE) {
      throw new AuthenticationException("challenge too short: " + message.length + " bytes");
    }
    if (message.length == LEGACY_CHALLENGE) {
      return mac(requireAllowed(MD5), message);
    }
    String digest = requireAllowed(digestName(message));
    return concat(ascii("{" + digest + "}"), mac(digest, message));
  }

  /** Returns if an answer is the right one for a challenge of ours. */
  void verify(byte[] message, byte[] answer) {
    boolean legacy = answer.length == LEGACY_ANSWER;
    String digest = requireAllowed(legacy ? MD5 : digestName(answer));
    byte[] received =
        legacy ? answer : Arrays.copyOfRange(answer, digest.length() + 2, answer.length);
    if (!MessageDigest.isEqual(mac(digest, message), received)) {
      throw new AuthenticationException("digest received was wrong");
    }
  }

  private String requireAllowed(String digest) {
    if (digest.equals(MD5) && !legacyMd5) {
      throw new AuthenticationException(
          "the other end uses MD5, as CPython 3.11 and older do; to accept that, use"
              + " HandshakeOptions.allowLegacyMd5()");
    }
    return digest;
  }

  private static String digestName(byte[] message) {
    if (message.length > 0 && message[0] == '{') {
      int limit = Math.min(message.length, LONGEST_NAME + 2);
      for (int i = 1; i < limit; i++) {
        if (message[i] == '}') {
          String name = new String(message, 1, i - 1, StandardCharsets.ISO_8859_1);
          if (ALGORITHMS.containsKey(name)) {
            return name;
          }
        }
      }
    }
    throw new AuthenticationException(
        "digest received was wrong: it names none of "
            + ALGORITHMS.keySet().stream().sorted().toList()
            + ": "
            + printable(message));
  }

  private byte[] mac(String digest, byte[] message) {
    try {
      String algorithm = ALGORITHMS.get(digest);
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new AuthenticationException("this JVM has no " + ALGORITHMS.get(digest) + ": " + e, e);
    }
  }

  static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + second.length);
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  /** The begin of what a stranger sent, as text that is harmless in a log. */
  private static String printable(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(bytes.length, LONGEST_NAME); i++) {
      text.append(bytes[i] > ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
    }
    return bytes.length + " bytes, '" + text + "'";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
