package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import multiprocessing.SerializationException;
import multiprocessing.spi.KryoSerializer;
import multiprocessing.spi.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeTest {
  private final Serializer serializer = new KryoSerializer();
  private final OutcomeWriter writer = new OutcomeWriter(parts -> null);

  static List<Object> values() {
    return Arrays.asList(
        null,
        true,
        false,
        0,
        1,
        -1,
        63,
        64,
        -64,
        -65,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0L,
        -1L,
        1L << 40,
        -(1L << 40),
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        0.0,
        -0.0,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NEGATIVE_INFINITY,
        Double.NaN,
        "",
        "text \u20ac \ud83d\ude00",
        (byte) 1,
        'c',
        1.5f,
        List.of(1, "two"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aResultArrivesEqualAndWithItsType(Object value) {
    writer.result(value);
    OutcomeReader reader = reader();
    Object read = reader.next();
    assertEquals(value, read);
    assertFalse(reader.hasNext());
  }

  @Test
  void aNotANumberKeepsItsBits() {
    double odd = Double.longBitsToDouble(0x7ff8_dead_beef_0001L);
    writer.result(odd);
    assertEquals(0x7ff8_dead_beef_0001L, Double.doubleToRawLongBits((double) reader().next()));
  }

  @Test
  void aResultLargerThanTheBufferArrivesWhole() {
    byte[] large = new byte[5 << 20];
    Arrays.fill(large, (byte) 7);
    writer.result(large);
    assertArrayEquals(large, (byte[]) reader().next());
  }

  @Test
  void manyOutcomesAreReadInOrderAndCanBeCountedAndPassedOver() {
    values().forEach(writer::result);
    writer.failure(new IllegalStateException("failed"));
    OutcomeReader reader = reader();
    assertEquals(values().size() + 1, reader.count());
    for (Object value : values()) {
      if ("".equals(value)) {
        reader.skip();
      } else {
        assertEquals(value, reader.next());
      }
    }
    reader.skip();
    assertEquals(0, reader.count());
  }

  @Test
  void aFailureIsNotTakenForAResultThatIsAnException() {
    writer.failure(new IllegalStateException("failed"));
    OutcomeReader.Failure failure = assertInstanceOf(OutcomeReader.Failure.class, reader().next());
    assertEquals("failed", failure.thrown().getMessage());

    writer.reset();
    writer.result(new IllegalStateException("returned"));
    assertInstanceOf(IllegalStateException.class, reader().next());
  }

  @Test
  void anExceptionWhoseOwnMethodsThrowIsStillReported() {
    writer.failure(new Hostile());
    OutcomeReader.Failure failure = assertInstanceOf(OutcomeReader.Failure.class, reader().next());
    assertInstanceOf(Hostile.class, failure.thrown());
    assertInstanceOf(WorkerStackTrace.class, failure.thrown().getSuppressed()[0]);
  }

  @Test
  void resetForgetsWhatWasWritten() {
    writer.result("first");
    writer.reset();
    writer.result(2);
    OutcomeReader reader = reader();
    assertEquals(2, reader.next());
    assertFalse(reader.hasNext());
  }

  @Test
  void aDamagedTagIsNamed() {
    OutcomeReader reader = new OutcomeReader(new byte[] {99}, 0, serializer);
    SerializationException seen = assertThrows(SerializationException.class, reader::next);
    assertEquals("damaged outcome: tag 99", seen.getMessage());
  }

  private OutcomeReader reader() {
    return new OutcomeReader(Arrays.copyOf(writer.buffer(), writer.length()), 0, serializer);
  }

  /** Throws from each of its own methods. */
  static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new UnsupportedOperationException("no cause");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }
  }
}
