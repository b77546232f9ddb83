package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import multiprocessing.SerializationException;
import org.junit.jupiter.api.Test;

class MessagesTest {

  @Test
  void aSingleTaskFollowsItsType() {
    assertArrayEquals(
        new byte[] {Messages.SINGLE, 8, 9}, Messages.join(Messages.single(new byte[] {8, 9})));
  }

  @Test
  void aSpanCarriesItsFunctionBeforeItsElements() {
    assertArrayEquals(
        new byte[] {Messages.SPAN, 0, 0, 1, 2, 0, 0, 0, 2, 5, 6, 7},
        Messages.join(Messages.span(Messages.SPAN, 258, new byte[] {5, 6}, new byte[] {7})));
  }

  @Test
  void aSpanWithoutItsFunctionSaysSo() {
    assertArrayEquals(
        new byte[] {Messages.STREAM, 0, 0, 0, 3, -1, -1, -1, -1, 7},
        Messages.join(Messages.span(Messages.STREAM, 3, null, new byte[] {7})));
  }

  @Test
  void whatNoArrayCanHoldIsRefused() {
    byte[] part = new byte[64 << 20];
    assertThrows(
        SerializationException.class, () -> Messages.length(Collections.nCopies(32, part)));
    assertEquals(31 * part.length, Messages.length(Collections.nCopies(31, part)));
  }

  @Test
  void aFlushTellsHowManyTasksAreFinished() {
    assertArrayEquals(
        new byte[] {Messages.FLUSH, 0, 0, 0, 9, 1, 2}, Messages.flush(9, new byte[] {1, 2}));
  }

  @Test
  void anOutcomeFollowsItsTypeWithoutTheRestOfTheBuffer() {
    OutcomeWriter outcome = new OutcomeWriter(parts -> null);
    outcome.result(-1);
    assertArrayEquals(
        new byte[] {Messages.OUTCOME, OutcomeWriter.INT, 1},
        Messages.of(Messages.OUTCOME, outcome));
  }
}
