package multiprocessing.spi;

/**
 * Turns an object graph into bytes and back, possibly in another process (the place of Python's
 * {@code pickle}).
 *
 * <p>An implementation is safe for use by several threads at once, and keeps no reference to an
 * object after a call has returned.
 */
public interface Serializer {

  /**
   * Writes an object graph.
   *
   * @param value the root of the graph; may be null
   * @return the bytes, owned by the caller
   * @throws multiprocessing.SerializationException if something in the graph cannot travel; the
   *     message has the path to it
   */
  byte[] dumps(Object value);

  /**
   * Reads an object graph; its classes are looked up in the context class loader of the calling
   * thread. The default serializer first asks the class loader that the sender had each of them
   * from, if that one exists in another process of the family only.
   *
   * @param data what {@link #dumps} returned
   * @return the root of the graph; may be null
   * @throws multiprocessing.SerializationException if the bytes are damaged, or a class in them
   *     cannot be found or rebuilt here
   */
  Object loads(byte[] data);
}
