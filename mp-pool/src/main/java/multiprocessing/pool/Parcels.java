package multiprocessing.pool;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import multiprocessing.SerializationException;
import multiprocessing.internal.wire.ObjectCodec;
import multiprocessing.spi.Serializer;

/** Packs tasks for other processes: what cannot travel is found now. */
final class Parcels implements Packing {
  /** Workers that run out of work take back one by one what travels together. */
  static final int TOGETHER = 1024;

  private final AtomicInteger functions = new AtomicInteger();
  private final Serializer serializer;

  Parcels(Serializer serializer) {
    this.serializer = serializer;
  }

  @Override
  public Work call(Object... taskAndArguments) {
    List<byte[]> parts = ObjectCodec.parts(taskAndArguments, "call");
    if (Cargo.isLarge(parts)) {
      Path file = Nest.newCargo();
      if (Cargo.store(file, parts)) {
        return Work.stored(file);
      }
    }
    return Work.packed(0, Messages.join(parts.toArray(new byte[0][])));
  }

  @Override
  public Work function(Object function) {
    return Work.packed(functions.incrementAndGet(), ObjectCodec.dumps(function, "function"));
  }

  @Override
  public Span span(Job job, int from, int to) {
    try {
      return Span.encoded(job, from, to, serializer);
    } catch (SerializationException e) {
      throw nameCulprit(job, from, to, e);
    }
  }

  @Override
  public int together() {
    return TOGETHER;
  }

  /** A part counts from 0; the caller's elements do not. */
  private static SerializationException nameCulprit(
      Job job, int from, int to, SerializationException ofPart) {
    for (int i = from; i < to; i++) {
      try {
        byte[] ignored = ObjectCodec.dumps(job.element(i), job.nameOf(i));
      } catch (SerializationException e) {
        return e;
      }
    }
    return ofPart;
  }
}
