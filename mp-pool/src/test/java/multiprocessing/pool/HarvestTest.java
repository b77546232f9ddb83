package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import multiprocessing.spi.KryoSerializer;
import multiprocessing.spi.Serializer;
import org.junit.jupiter.api.Test;

class HarvestTest {
  private final Serializer serializer = new KryoSerializer();
  private final FutureJob job = Jobs.map(new Object[] {"a", "b", "c"}, 0);
  private final Harvest harvest = new Harvest(job, 0);

  @Test
  void outcomesThatComeTwiceAreTakenOnce() {
    harvest.take(2, outcomes(10, 11));
    harvest.take(2, outcomes(10, 11));
    assertEquals(2, harvest.received());
    assertFalse(job.isDone());
    harvest.take(3, outcomes(10, 11, 12));
    assertEquals(List.of(10, 11, 12), job.future().join());
  }

  /** The worker died after it had sent an outcome larger than the slate and before it said so. */
  @Test
  void aSlateThatIsBehindTheChannelTakesNothingBack() {
    harvest.take(1, outcomes(10));
    harvest.take(2, outcomes(11));
    harvest.take(1, outcomes());
    assertEquals(2, harvest.received());
    harvest.take(3, outcomes(12));
    assertEquals(List.of(10, 11, 12), job.future().join());
  }

  private OutcomeReader outcomes(int... results) {
    OutcomeWriter writer = new OutcomeWriter(parts -> null);
    for (int result : results) {
      writer.result(result);
    }
    return new OutcomeReader(Arrays.copyOf(writer.buffer(), writer.length()), 0, serializer);
  }
}
