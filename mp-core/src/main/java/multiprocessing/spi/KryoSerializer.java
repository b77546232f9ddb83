package multiprocessing.spi;

import java.util.Objects;
import multiprocessing.function.SerializableFunction;
import multiprocessing.internal.wire.ObjectCodec;

/**
 * The default serializer: Kryo's buffers, and Java serialization for what only it can carry.
 *
 * <p>User classes need not be {@link java.io.Serializable}: they travel by their fields, except
 * {@code transient} ones, and are made again without a constructor (records with theirs). Classes
 * of the JDK travel if they are serializable or plain values such as {@code Path} and {@code
 * ByteBuffer}. {@code writeReplace}, {@code readResolve}, {@code Externalizable} and the like are
 * honoured. Lambdas travel if their type is serializable. The rest is refused by {@link #dumps}.
 *
 * <p>A buffer of {@code java.nio} travels whole: its content from 0 to its capacity, its position
 * and limit, so that the same remains to be read from it, its byte order, and whether it is direct
 * and read-only. The sender's stays as it is, and the two share nothing: of a mapped file the
 * content travels, not the mapping. The mark is left behind. Of a large buffer of which little
 * remains, send {@code buffer.slice()}, so that only that travels. As with arrays, nobody may
 * change it while it is written.
 *
 * <p>Safe for use by several threads; nothing of an object is kept after a call.
 */
public final class KryoSerializer implements Serializer {

  /** Creates a serializer; all of them are alike and share what is registered. */
  public KryoSerializer() {}

  /**
   * Lets objects of a class travel as something else (Python's {@code ForkingPickler.register}).
   * The rebuilding function travels with the message, so the receiver needs no registration.
   *
   * @param <T> the class
   * @param <P> what travels instead
   * @param type the class; its subclasses are included unless they have a registration themselves
   * @param reduce makes of an object what travels
   * @param rebuild makes the object again from what has travelled
   */
  public static <T, P> void register(
      Class<T> type,
      SerializableFunction<? super T, ? extends P> reduce,
      SerializableFunction<? super P, ? extends T> rebuild) {
    ObjectCodec.register(type, reduce, rebuild);
  }

  @Override
  public byte[] dumps(Object value) {
    return ObjectCodec.dumps(value, "value");
  }

  @Override
  public Object loads(byte[] data) {
    return ObjectCodec.loads(Objects.requireNonNull(data, "data"));
  }
}
