package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConveyorTest {

  /** A worker may have sent all outcomes of a span before it tells that the span is done. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void outcomesMayComeInAnyPortionsAlsoInNone(boolean ordered) throws Exception {
    ThreadCrew crew = new ThreadCrew(1, null); // takes work, and has nobody to do it
    JobOptions options =
        new JobOptions(3, TaskOptions.of(), new Callbacks().pair(null, null), new Tally());
    Conveyor conveyor =
        new Conveyor(
            crew, new AsIs(), Work.asIs(1, null), options, Window.of(1, 3, 0), ordered, any -> {});
    crew.pledge();
    ResultIterator<Integer> results = new ResultIterator<>(conveyor, null);
    conveyor.add(new Object[] {1, 2, 3}, 3);
    Job batch = crew.next(new ThreadWorker(crew, null)).job();
    batch.decide(0, new Object[0]);
    assertThrows(TimeoutException.class, () -> results.next(Duration.ZERO));
    batch.decide(0, new Object[] {10});
    batch.decide(1, new Object[0]);
    assertEquals(10, results.next());
    assertThrows(TimeoutException.class, () -> results.next(Duration.ZERO));
    conveyor.sourceEnded(null);
    batch.decide(1, new Object[] {20, 30});
    assertEquals(20, results.next());
    assertEquals(30, results.next());
    assertFalse(results.hasNext());
  }
}
