package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden bytes: what CPython 3.13 computes for the same key and challenge. */
class ChallengeTest {
  private static final HandshakeOptions MODERN = HandshakeOptions.defaults();
  private static final HandshakeOptions LEGACY = MODERN.allowLegacyMd5();
  private static final String SHA256 =
      "7b7368613235367dde660527caa52c2d8313422ff6496f5aa46b4ddfca5f20b8da5748f901d3dd5b";
  private static final String MD5_OF_MODERN = "b60d7fd0e70a7da2749f805c65053205";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "sha256, " + SHA256,
    "sha384, 7b7368613338347dc8e9fe2bdeb806e0decf0717a058be72c597f25a968232be34b30566dc0a6018b1f01212ca18eb95382dc585f89622c8",
    "sha3_256, 7b736861335f3235367d6990901d236ea56107ff9afdef1c41ac688674c4765c42582cf17bff62b0e618",
    "sha3_384, 7b736861335f3338347df4e0a6e1ad37a3b29ada5ea078e8de668eb84324110e64866288deab3040724ba67cfe5caf6194fbb2103bf20c16e1ce",
    "md5, 7b6d64357d4f029a779bdd8985c1f1ad9a0f4b9135"
  })
  void answerIsCPythons(String digest, String answer) {
    Challenge challenge = new Challenge(SocketPair.KEY, LEGACY);
    assertEquals(answer, hex(challenge.answer(frame(message(digest)))));
    challenge.verify(message(digest), bytes(answer));
  }

  @Test
  void emptyKeyIsOneOfZeroBytes() {
    Challenge challenge = new Challenge(new byte[0], MODERN);
    assertEquals(
        "7b7368613235367dd18b190a737f779d3125c4a2dfddcebf933e2f2713bc92fbe386ca25df9fd7af",
        hex(challenge.answer(frame(message("sha256")))));
  }

  @Test
  void peerThatAnswersMayChooseTheDigest() {
    new Challenge(SocketPair.KEY, MODERN)
        .verify(
            message("sha256"),
            bytes(
                "7b7368613338347dd1d5b5540fa8b27b177f256f812d1bacc95484ac2282b067eef33ffe167725a5d34f960d3953aa51df6338323b3f8ad8"));
  }

  @Test
  void legacyPeerIsRefusedUnlessAllowed() {
    Challenge modern = new Challenge(SocketPair.KEY, MODERN);
    Challenge legacy = new Challenge(SocketPair.KEY, LEGACY);
    byte[] old = new byte[20];
    for (int i = 0; i < old.length; i++) {
      old[i] = (byte) i;
    }
    assertEquals("4a02c707870ff5a776b673d15ef53ada", hex(legacy.answer(frame(old))));
    legacy.verify(message("sha256"), bytes(MD5_OF_MODERN));
    assertMd5(() -> modern.answer(frame(old)));
    assertMd5(() -> modern.answer(frame(message("md5"))));
    assertMd5(() -> modern.verify(message("sha256"), bytes(MD5_OF_MODERN)));
    assertMd5(() -> modern.verify(message("sha256"), bytes("7b6d64357d" + MD5_OF_MODERN)));
  }

  @Test
  void anyOtherAnswerIsWrong() {
    Challenge challenge = new Challenge(SocketPair.KEY, LEGACY);
    byte[] changed = bytes(SHA256);
    changed[changed.length - 1] ^= 1;
    for (byte[] wrong :
        new byte[][] {
          changed,
          bytes(SHA256.substring(0, SHA256.length() - 2)),
          bytes(SHA256 + "00"),
          new byte[0],
          new byte[16],
          ascii("{"),
          ascii("{}"),
          ascii("{sha256}"),
          ascii("{sha1}01234567890123456789"),
          ascii("{a name without an end to it, longer than any"),
          ascii("something bogus")
        }) {
      String said =
          assertThrows(
                  AuthenticationException.class, () -> challenge.verify(message("sha256"), wrong))
              .getMessage();
      assertTrue(said.startsWith("digest received was wrong"), said);
    }
  }

  @Test
  void whatIsNoChallengeIsNotAnswered() {
    Challenge challenge = new Challenge(SocketPair.KEY, LEGACY);
    assertEquals(
        "challenge too short: 19 bytes", refusal(challenge, frame(new byte[19])).getMessage());
    assertEquals(
        "challenge too short: 0 bytes", refusal(challenge, frame(new byte[0])).getMessage());
    assertEquals(
        "protocol error: a challenge was expected, not 3 bytes, 'a.b'",
        refusal(challenge, ascii("a\nb")).getMessage());
    assertTrue(
        refusal(challenge, frame(new byte[21])).getMessage().contains("none of [md5, sha256,"));
  }

  @Test
  void freshChallengeIsTooLongForALegacyOne() {
    SecureRandom random = new SecureRandom();
    byte[] one = Challenge.fresh(random);
    assertEquals(48, one.length);
    assertTrue(Challenge.startsWith(one, ascii("{sha256}")));
    assertTrue(!hex(one).equals(hex(Challenge.fresh(random))));
  }

  @Test
  void optionsAreValues() {
    assertEquals("HandshakeOptions[timeout=PT10S, legacyMd5=false]", MODERN.toString());
    assertTrue(LEGACY.allowsLegacyMd5());
    assertThrows(
        IllegalArgumentException.class, () -> MODERN.timeout(java.time.Duration.ofSeconds(-1)));
    assertDoesNotThrow(() -> MODERN.timeout(java.time.Duration.ofSeconds(Long.MAX_VALUE)));
    assertArrayEquals(ascii("#CHALLENGE#"), Challenge.PREFIX);
  }

  private static void assertMd5(org.junit.jupiter.api.function.Executable refused) {
    String said = assertThrows(AuthenticationException.class, refused).getMessage();
    assertTrue(said.endsWith("use HandshakeOptions.allowLegacyMd5()"), said);
  }

  private static AuthenticationException refusal(Challenge challenge, byte[] frame) {
    return assertThrows(AuthenticationException.class, () -> challenge.answer(frame));
  }

  /** A digest's name and the bytes 0 to 39. */
  private static byte[] message(String digest) {
    byte[] counted = new byte[40];
    for (int i = 0; i < counted.length; i++) {
      counted[i] = (byte) i;
    }
    return Challenge.concat(ascii("{" + digest + "}"), counted);
  }

  private static byte[] frame(byte[] message) {
    return Challenge.concat(Challenge.PREFIX, message);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
