package multiprocessing.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RoundTripTest {

  static List<Sample> samples() {
    return Corpus.samples();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void arrivesAsItWas(Sample sample) {
    assertSurvived(sample, ObjectCodec.loads(ObjectCodec.dumps(sample.value(), "value")));
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
