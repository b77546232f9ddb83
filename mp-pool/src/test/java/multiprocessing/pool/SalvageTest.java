package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SalvageTest {

  @Test
  void theRunningTaskFailsAndWhatIsBehindItGoesOn() {
    Salvage salvage = Salvage.of(Span.of(job(10, 0), 0, 10), 4, true, -1);
    assertEquals(4, salvage.lost());
    assertEquals(List.of("5-10"), texts(salvage.again()));
  }

  @Test
  void withARetryTheRunningTaskGoesFirstAndAlone() {
    Job job = job(10, 1);
    Salvage first = Salvage.of(Span.of(job, 0, 10), 4, true, -1);
    assertEquals(-1, first.lost());
    assertEquals(List.of("4-5", "5-10"), texts(first.again()));
    Salvage second = Salvage.of(first.again().get(0), 4, true, -1);
    assertEquals(4, second.lost());
    assertEquals(2, second.attempts());
    assertEquals(List.of(), second.again());
  }

  @Test
  void afterTheLastTaskNothingIsLeft() {
    Salvage salvage = Salvage.of(Span.of(job(3, 0), 0, 3), 3, false, -1);
    assertEquals(-1, salvage.lost());
    assertEquals(List.of(), salvage.again());
  }

  @Test
  void betweenTwoTasksNobodyIsToBlame() {
    Salvage salvage = Salvage.of(Span.of(job(3, 0), 0, 3), 1, false, -1);
    assertEquals(-1, salvage.lost());
    assertEquals(List.of("1-3"), texts(salvage.again()));
  }

  /** A span whose mere reading kills must not kill for ever, nor cost its innocent tasks. */
  @Test
  void aSpanThatIsLostAgainAndAgainBeforeItBeganIsCutAndItsCulpritBlamed() {
    Span span = Span.of(job(3, 0), 0, 3);
    for (int loss = 0; loss < 2; loss++) {
      Salvage salvage = Salvage.of(span, 0, false, -1);
      assertEquals(List.of("0-3"), texts(salvage.again()));
      span = salvage.again().get(0);
    }
    Salvage cut = Salvage.of(span, 0, false, -1);
    assertEquals(-1, cut.lost());
    assertEquals(List.of("0-1", "1-2", "2-3"), texts(cut.again()));
    assertEquals(1, Salvage.of(cut.again().get(1), 1, false, -1).lost());
  }

  private static Job job(int size, int retries) {
    return Jobs.map(new Object[size], retries);
  }

  private static List<String> texts(List<Span> spans) {
    return spans.stream().map(span -> span.from() + "-" + span.to()).toList();
  }
}
