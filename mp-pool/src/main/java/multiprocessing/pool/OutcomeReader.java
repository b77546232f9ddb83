package multiprocessing.pool;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import multiprocessing.SerializationException;
import multiprocessing.internal.wire.ObjectCodec;
import multiprocessing.spi.Serializer;

/** Decodes, in the pool's process, what an {@link OutcomeWriter} wrote in a worker. */
final class OutcomeReader {
  private final byte[] bytes;
  private final Serializer serializer;
  private final int end;
  private int at;

  OutcomeReader(byte[] bytes, int from, Serializer serializer) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.at = from;
    this.serializer = serializer;
  }

  boolean hasNext() {
    return at < end;
  }

  /** How many outcomes are left, without decoding them. */
  int count() {
    int start = at;
    int count = 0;
    while (hasNext()) {
      skip();
      count++;
    }
    at = start;
    return count;
  }

  /** Passes over one outcome. */
  void skip() {
    switch (bytes[at++]) {
      case OutcomeWriter.INT, OutcomeWriter.LONG -> varint();
      case OutcomeWriter.DOUBLE -> at += Double.BYTES;
      case OutcomeWriter.OBJECT, OutcomeWriter.STORED -> chunk();
      case OutcomeWriter.FAILURE -> {
        for (int part = 0; part < 4; part++) {
          chunk();
        }
      }
      default -> {
        // the tag is all there is
      }
    }
  }

  /** Returns the next result, or a {@link Failure}. */
  Object next() {
    int tag = bytes[at++];
    return switch (tag) {
      case OutcomeWriter.NULL -> null;
      case OutcomeWriter.TRUE -> true;
      case OutcomeWriter.FALSE -> false;
      case OutcomeWriter.INT -> {
        int zigzag = (int) varint();
        yield zigzag >>> 1 ^ -(zigzag & 1);
      }
      case OutcomeWriter.LONG -> {
        long zigzag = varint();
        yield zigzag >>> 1 ^ -(zigzag & 1);
      }
      case OutcomeWriter.DOUBLE -> Double.longBitsToDouble(fixed());
      case OutcomeWriter.OBJECT -> object(chunk());
      case OutcomeWriter.STORED -> stored(Path.of(text()));
      case OutcomeWriter.FAILURE -> failure();
      default -> throw new SerializationException("damaged outcome: tag " + tag);
    };
  }

  private Object object(byte[] serialized) {
    return rebuilt(() -> serializer.loads(serialized));
  }

  /** It is read once: what comes twice is skipped the second time. */
  private static Object stored(Path file) {
    try {
      return rebuilt(() -> ObjectCodec.loads(file));
    } finally {
      Cargo.remove(file);
    }
  }

  private static Object rebuilt(Supplier<Object> loading) {
    try {
      return loading.get();
    } catch (Throwable e) {
      return new Failure(
          new SerializationException(
              "the result of a task cannot be rebuilt here: " + Words.reason(e), e));
    }
  }

  private Failure failure() {
    String className = text();
    String message = text();
    String stackTrace = text();
    byte[] serialized = chunk();
    Throwable rebuilt = null;
    if (serialized.length > 0) {
      try {
        rebuilt = (Throwable) serializer.loads(serialized);
      } catch (Throwable e) {
        // its text says what it was
      }
    }
    WorkerStackTrace trace = new WorkerStackTrace(stackTrace);
    if (rebuilt == null) {
      return new Failure(
          new TaskFailedException(
              "task failed: "
                  + className
                  + ": "
                  + message
                  + " (the exception itself cannot travel)",
              trace));
    }
    attach(rebuilt, trace);
    return new Failure(rebuilt);
  }

  private static void attach(Throwable rebuilt, WorkerStackTrace trace) {
    try {
      if (rebuilt.getCause() == null) {
        rebuilt.initCause(trace);
        return;
      }
    } catch (Throwable e) {
      // it was made with the cause null, which is final, or its own methods throw
    }
    rebuilt.addSuppressed(trace);
  }

  private String text() {
    return new String(chunk(), StandardCharsets.UTF_8);
  }

  private byte[] chunk() {
    int length = (int) varint();
    byte[] chunk = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return chunk;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte part = bytes[at++];
      value |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return value;
      }
    }
  }

  private long fixed() {
    long value = 0;
    for (int i = 0; i < Double.BYTES; i++) {
      value = value << 8 | (bytes[at++] & 0xff);
    }
    return value;
  }

  /**
   * A task's exception, as opposed to a result that happens to be an exception.
   *
   * @param thrown what the caller gets
   */
  record Failure(Throwable thrown) {
    /** How many of these outcomes are failures. */
    static int count(Object[] outcomes) {
      int failures = 0;
      for (Object outcome : outcomes) {
        failures += outcome instanceof Failure ? 1 : 0;
      }
      return failures;
    }
  }
}
