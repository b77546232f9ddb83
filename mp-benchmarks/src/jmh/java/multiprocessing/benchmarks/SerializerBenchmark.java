package multiprocessing.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import multiprocessing.SerializationException;
import multiprocessing.spi.KryoSerializer;
import multiprocessing.spi.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to make bytes of an object and an object of bytes, beside Java serialization. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SerializerBenchmark {
  private static final int LIST_LENGTH = 1_000;
  private static final int ARRAY_LENGTH = 1 << 20;

  /** How bytes are made. */
  public enum Format {
    KRYO,
    JAVA;

    Serializer open() {
      return switch (this) {
        case KRYO -> new KryoSerializer();
        case JAVA -> new JavaSerializer();
      };
    }
  }

  /** What travels. */
  public enum Payload {
    INTEGER,
    RECORD,
    LIST_OF_1000_INTEGERS,
    ONE_MEBIBYTE;

    Object make() {
      return switch (this) {
        case INTEGER -> 4_711;
        case RECORD -> new Point(3, 4.5, "here");
        case LIST_OF_1000_INTEGERS ->
            new ArrayList<>(IntStream.range(0, LIST_LENGTH).boxed().toList());
        case ONE_MEBIBYTE -> new byte[ARRAY_LENGTH];
      };
    }
  }

  /** A small record. */
  record Point(int x, double y, String name) implements Serializable {}

  /** How bytes are made in this run. */
  @Param public Format format;

  /** What travels in this run. */
  @Param public Payload payload;

  private Serializer serializer;
  private Object value;
  private byte[] bytes;

  /** Makes the bytes that {@link #loads} reads. */
  @Setup
  public void setUp() {
    serializer = format.open();
    value = payload.make();
    bytes = serializer.dumps(value);
  }

  /** Object to bytes. */
  @Benchmark
  public byte[] dumps() {
    return serializer.dumps(value);
  }

  /** Bytes to object. */
  @Benchmark
  public Object loads() {
    return serializer.loads(bytes);
  }

  /** What the JDK offers. */
  private static final class JavaSerializer implements Serializer {

    @Override
    public byte[] dumps(Object value) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(value);
      } catch (IOException e) {
        throw new SerializationException("could not write: " + e.getMessage(), e);
      }
      return bytes.toByteArray();
    }

    @Override
    public Object loads(byte[] data) {
      try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(data))) {
        return in.readObject();
      } catch (IOException | ClassNotFoundException e) {
        throw new SerializationException("could not read: " + e.getMessage(), e);
      }
    }
  }
}
