package multiprocessing.internal.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import multiprocessing.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RoundTripTest {
  @TempDir Path folder;

  static List<Sample> samples() {
    return Corpus.samples();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void arrivesAsItWas(Sample sample) {
    assertSurvived(sample, ObjectCodec.loads(ObjectCodec.dumps(sample.value(), "value")));
  }

  @Test
  void arrivesFromTheRestOfAnArray() {
    for (Object value : List.of(List.of(1, "text"), Locale.ROOT, Duration.ZERO)) {
      byte[] message = ObjectCodec.dumps(value, "value");
      byte[] longer = new byte[message.length + 3];
      System.arraycopy(message, 0, longer, 3, message.length);
      assertEquals(value, ObjectCodec.loads(longer, 3));
    }
  }

  @Test
  void arraysOfAnyLengthArriveInWhatJavaSerializationWrites() throws Exception {
    for (int length : new int[] {0, 100, 1_000, 30_000, 1_000_000}) {
      BitSet bits = new BitSet();
      bits.set(length * Long.SIZE);
      assertEquals(bits, again(bits));
      assertEquals(bits, ObjectCodec.loads(stored(bits)));
      UserTypes.Traced traced = new UserTypes.Traced(length);
      assertArrayEquals(traced.data, ((UserTypes.Traced) again(traced)).data);
      UserTypes.Loaded loaded = new UserTypes.Loaded(length);
      assertArrayEquals(loaded.data, ((UserTypes.Loaded) again(loaded)).data);
      assertEquals(5, ((ArrayBlockingQueue<?>) again(queue(length + 1))).remove());
    }
  }

  private static Object again(Object value) {
    return ObjectCodec.loads(ObjectCodec.dumps(value, "value"));
  }

  private static ArrayBlockingQueue<Object> queue(int capacity) {
    return new ArrayBlockingQueue<>(capacity, false, List.of(5));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void arrivesFromAFile(Sample sample) throws Exception {
    assertSurvived(sample, ObjectCodec.loads(stored(sample.value())));
  }

  @Test
  void whatIsLargerThanAnyBufferArrivesFromAFile() throws Exception {
    byte[] bytes = new byte[1_000_003];
    Arrays.fill(bytes, (byte) 3);
    Object[] all = {
      bytes,
      "long ".repeat(50_000),
      "\ud83d\ude00 wide".repeat(30_000),
      IntStream.range(0, 100_000).toArray(),
      IntStream.range(0, 100_000).boxed().toList(),
      new double[0],
      "end"
    };
    Object[] copy = (Object[]) ObjectCodec.loads(stored(all));
    assertTrue(Arrays.deepEquals(all, copy));
  }

  @Test
  void aFileThatEndsTooEarlyOrIsNoneIsToldAsSuch() throws Exception {
    Path whole = stored(new Object[] {"text", new byte[100_000], List.of(1, 2)});
    byte[] bytes = Files.readAllBytes(whole);
    for (int length : new int[] {0, 1, 2, 9, 20, 50_000, bytes.length - 1}) {
      Files.write(whole, Arrays.copyOf(bytes, length));
      assertThrows(SerializationException.class, () -> ObjectCodec.loads(whole), "at " + length);
    }
    Files.write(whole, Arrays.copyOf(bytes, bytes.length + 1));
    assertThrows(SerializationException.class, () -> ObjectCodec.loads(whole));
    Files.delete(whole);
    assertThrows(SerializationException.class, () -> ObjectCodec.loads(whole));
  }

  private Path stored(Object value) throws IOException {
    Path file = folder.resolve("message");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (byte[] part : ObjectCodec.parts(value, "value")) {
        out.write(part);
      }
    }
    return file;
  }

  @Test
  void corpusHasAtLeastTwoHundredValuesOfDifferentNames() {
    List<Sample> all = samples();
    assertTrue(all.size() >= 200, () -> "samples: " + all.size());
    assertEquals(all.size(), all.stream().map(Sample::name).distinct().count());
  }

  @Test
  void wholeCorpusSurvivesTwoJourneysThroughAnotherJvmThatPrintsNothing() throws Exception {
    List<Sample> all = samples();
    List<byte[]> sent = all.stream().map(s -> ObjectCodec.dumps(s.value(), "value")).toList();
    try (EchoJvm echo = EchoJvm.start()) {
      List<byte[]> back = echo.exchange(sent);
      for (int i = 0; i < all.size(); i++) {
        assertSurvived(all.get(i), ObjectCodec.loads(back.get(i)));
      }
      assertTrue(echo.waitFor(30, TimeUnit.SECONDS), "the other JVM ends");
      assertEquals("", echo.output());
    }
  }

  private static void assertSurvived(Sample sample, Object copy) {
    if (sample.value() != null && sample.sameClass()) {
      assertSame(sample.value().getClass(), copy.getClass(), sample.name());
    }
    assertTrue(
        sample.same().test(sample.value(), copy), () -> sample.name() + " arrived as " + copy);
  }
}
