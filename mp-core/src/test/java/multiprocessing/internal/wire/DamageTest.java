package multiprocessing.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamageTest {

  static Stream<Object> values() {
    SerializableCallable<Object> lambda = () -> 5;
    return Stream.of(
        List.of(1, 2, 3),
        new ArrayList<>(Arrays.asList("a", 2L, null, 'c', 1.5)),
        new HashMap<>(Map.of("k", new int[] {1, 2, 3}, "l", new byte[40])),
        new UserTypes.Pair<>("a", new UserTypes.Point(1, 2)),
        new RuntimeException("m", new IllegalStateException("c")),
        Collections.unmodifiableMap(new HashMap<>(Map.of("k", BigInteger.TEN))),
        new Object[] {LocalDate.MAX, "long text ".repeat(20), UserTypes.Shade.LIGHT},
        BitSet.valueOf(new long[] {1, 2, 3}),
        lambda,
        new Object[] {String.class, int[].class, new long[3][2]});
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyTruncationIsRefused(Object value) {
    byte[] message = ObjectCodec.dumps(value, "value");
    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThrows(SerializationException.class, () -> ObjectCodec.loads(cut));
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void flippedBytesGiveAValueOrARefusalAndNoHugeArray(Object value) {
    byte[] message = ObjectCodec.dumps(value, "value");
    Random random = new Random(7);
    int refused = 0;
    for (int at = 0; at < message.length; at++) {
      for (byte mask : new byte[] {1, (byte) 0x80, (byte) 0xff, (byte) random.nextInt()}) {
        byte[] damaged = message.clone();
        damaged[at] ^= mask;
        refused += tryToLoad(damaged);
      }
    }
    assertTrue(refused > 0, "some damage must be seen");
  }

  @Test
  void randomBytesAreRefusedOrAValue() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      if (noise.length > 0) {
        noise[0] = i % 2 == 0 ? GraphWriter.PLAIN : GraphWriter.WITH_ISLANDS;
      }
      tryToLoad(noise);
    }
  }

  private static int tryToLoad(byte[] message) {
    try {
      ObjectCodec.loads(message);
      return 0;
    } catch (SerializationException e) {
      assertFalse(e.getMessage().isEmpty());
      return 1;
    } catch (Throwable e) {
      return fail("not a SerializationException, for " + Arrays.toString(message), e);
    }
  }

  @Test
  void lengthsThatTheMessageCannotHoldAreRefusedBeforeMemoryIsTaken() {
    for (int tag : new int[] {Tag.BYTES, Tag.LONGS, Tag.OBJECTS, Tag.ARRAY_LIST, Tag.HASH_MAP}) {
      byte[] message = {GraphWriter.PLAIN, (byte) tag, -1, -1, -1, -1, 7, 0, 0};
      SerializationException seen =
          assertThrows(SerializationException.class, () -> ObjectCodec.loads(message));
      assertTrue(seen.getMessage().contains("a length of 2147483647"), seen.getMessage());
    }
  }

  @Test
  void lengthThatJavaSerializationCannotHoldIsRefusedThoughALongArrayCameBefore() {
    byte[] message = ObjectCodec.dumps(new UserTypes.Traced(10_000), "value");
    String text = new String(message, java.nio.charset.StandardCharsets.ISO_8859_1);
    int name = text.lastIndexOf("[Ljava.lang.StackTraceElement;");
    int length = text.indexOf("xp", name) + 2;
    message[length + 1] = 1; // 65,536 more
    SerializationException seen =
        assertThrows(SerializationException.class, () -> ObjectCodec.loads(message));
    assertTrue(seen.getMessage().contains("REJECTED"), seen.getMessage());
  }

  @Test
  void nestedArraysCannotEachClaimTheWholeMessage() {
    byte[] message = new byte[1_000];
    message[0] = GraphWriter.PLAIN;
    for (int i = 1; i + 4 < message.length; i += 4) {
      message[i] = Tag.OBJECTS;
      message[i + 1] = (byte) 0xf4; // 500 elements, the first of which is the next array
      message[i + 2] = 3;
    }
    SerializationException seen =
        assertThrows(SerializationException.class, () -> ObjectCodec.loads(message));
    assertEquals(
        "message cannot be read: a length of 500 where at most 499 can follow", seen.getMessage());
  }

  @Test
  void unknownClassIsNamed() {
    byte[] message = ObjectCodec.dumps(new UserTypes.Empty(), "value");
    String text = new String(message, java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] renamed =
        text.replace("$Empty", "$Emptx").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    SerializationException seen =
        assertThrows(SerializationException.class, () -> ObjectCodec.loads(renamed));
    assertEquals(
        "message cannot be read: class "
            + UserTypes.class.getName()
            + "$Emptx cannot be found or linked here",
        seen.getMessage());
    assertTrue(seen.getCause() instanceof ClassNotFoundException);
  }

  @Test
  void bytesAfterTheValueAreRefused() {
    byte[] message = ObjectCodec.dumps(5, "value");
    byte[] longer = Arrays.copyOf(message, message.length + 2);
    SerializationException seen =
        assertThrows(SerializationException.class, () -> ObjectCodec.loads(longer));
    assertEquals("message cannot be read: 2 bytes follow the value", seen.getMessage());
  }
}
