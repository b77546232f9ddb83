package multiprocessing.internal.wire;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicReferenceArray;

/*
 * The one place that says how a class travels, in this order: a reduction that the user registered;
 * a codec for a well-known class; enum; array; lambda; Java serialization, for classes that are
 * closed to reflection or have hooks of their own; parts of the JDK's maps; fields or record components; else
 * refused. What the library itself keeps at home is refused before all but the first.
 */
/** Chooses the codec of a class. */
final class Codecs {
  private static final AtomicReferenceArray<Codec> TAGGED = new AtomicReferenceArray<>(Tag.DYNAMIC);

  private static volatile Table current = new Table(Reductions.NONE);

  private Codecs() {}

  static Table table() {
    return current;
  }

  static synchronized void register(Reductions.Reduction reduction) {
    current = new Table(current.reductions.with(reduction));
  }

  /** Returns the codec of a tag that came in a message. */
  static Codec tagged(int tag) {
    Codec codec = TAGGED.get(tag);
    if (codec == null) {
      codec = (Codec) WellKnown.codec(tag);
      TAGGED.set(tag, codec);
    }
    return codec;
  }

  /** The codecs of all classes under one set of reductions; a class is not kept by being in it. */
  static final class Table {
    private final Reductions reductions;
    private final ClassValue<Codec> byClass =
        new ClassValue<>() {
          @Override
          protected Codec computeValue(Class<?> type) {
            return choose(type);
          }
        };

    private Table(Reductions reductions) {
      this.reductions = reductions;
    }

    Codec of(Class<?> type) {
      return byClass.get(type);
    }

    private Codec choose(Class<?> type) {
      Reductions.Reduction reduction = reductions.find(type);
      if (reduction != null) {
        return new ReducedCodec(reduction);
      }
      String homebound = Homebound.reasonToRefuse(type);
      if (homebound != null) {
        return new RefusedCodec(homebound);
      }
      int tag = WellKnown.tag(type);
      if (tag != Tag.NULL) {
        return tagged(tag);
      }
      if (type.isEnum() || Enum.class.isAssignableFrom(type)) {
        return new EnumCodec(type.isEnum() ? type : type.getSuperclass());
      }
      if (type.isArray()) {
        return new ObjectArrayCodec(type, Tag.NAMED);
      }
      if (type.isHidden()) {
        return hidden(type);
      }
      if (Serializable.class.isAssignableFrom(type) && Closed.needsJavaSerialization(type)) {
        return tagged(Tag.ISLAND);
      }
      Reductions.Reduction part = MapParts.find(type);
      if (part != null) {
        return new ReducedCodec(part);
      }
      String reason = Closed.reasonToRefuse(type);
      if (reason != null) {
        return new RefusedCodec(reason);
      }
      return type.isRecord() ? new RecordCodec(type) : new FieldsCodec(type);
    }

    private static Codec hidden(Class<?> type) {
      if (!Describe.isLambda(type)) {
        return new RefusedCodec("is a hidden class, which another JVM cannot look up");
      }
      return Serializable.class.isAssignableFrom(type)
          ? tagged(Tag.LAMBDA)
          : new RefusedCodec("is not serializable; " + Describe.ADVICE_LAMBDA);
    }
  }
}
