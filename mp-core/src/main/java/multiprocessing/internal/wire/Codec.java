package multiprocessing.internal.wire;

/**
 * Writes and reads the content of the values of one class; immutable, so one serves all threads.
 */
abstract class Codec {
  /** The class whose name goes on the wire; only used where {@link #tag} is {@link Tag#NAMED}. */
  final Class<?> type;

  final int tag;

  /** Whether a second occurrence in one graph is written as a reference to the first. */
  final boolean shared;

  /**
   * Whether reading gives the object to {@link GraphReader#publish} before its content is read, so
   * that its content may refer back to it; also true where the content refers to nothing.
   */
  final boolean early;

  Codec(Class<?> type, int tag, boolean shared, boolean early) {
    this.type = type;
    this.tag = tag;
    this.shared = shared;
    this.early = early;
  }

  abstract void write(GraphWriter out, Object value) throws Exception;

  /** Reads the content; {@code slot} is where an early codec publishes the object. */
  abstract Object read(GraphReader in, Class<?> type, int slot) throws Exception;
}
