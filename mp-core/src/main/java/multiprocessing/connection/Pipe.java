package multiprocessing.connection;

import java.io.IOException;
import multiprocessing.internal.fifo.Fifo;
import multiprocessing.internal.fifo.FifoMaker;

/**
 * Two connected ends of a channel between processes (Python's {@code multiprocessing.Pipe}). Each
 * end may be used here or given to another process of the family as an argument of its task.
 *
 * @param first one end; the reading end of a one-way pipe
 * @param second the other end; the writing end of a one-way pipe
 */
public record Pipe(Connection first, Connection second) implements AutoCloseable {

  /**
   * Opens a pipe in which both ends send and receive.
   *
   * @return the two ends, both open in this process
   * @throws IOException if the operating system refuses; nothing is left behind
   */
  public static Pipe open() throws IOException {
    return open(true);
  }

  /**
   * Opens a pipe.
   *
   * @param duplex true if both ends send and receive; false if {@link #first} only receives and
   *     {@link #second} only sends
   * @return the two ends, both open in this process
   * @throws IOException if the operating system refuses; nothing is left behind
   */
  public static Pipe open(boolean duplex) throws IOException {
    Fifo toFirst = FifoMaker.make();
    Fifo toSecond = null;
    try {
      toSecond = duplex ? FifoMaker.make() : null;
      return connect(toFirst, toSecond);
    } catch (IOException e) {
      toFirst.discard();
      if (toSecond != null) {
        toSecond.discard();
      }
      throw e;
    }
  }

  private static Pipe connect(Fifo toFirst, Fifo toSecond) throws IOException {
    Connection first = Connection.open(toFirst, toSecond);
    try {
      return new Pipe(first, Connection.open(toSecond, toFirst));
    } catch (IOException e) {
      first.close();
      throw e;
    }
  }

  /**
   * Closes this process's copies of both ends.
   *
   * @throws IOException if the operating system refuses
   */
  @Override
  public void close() throws IOException {
    try (Connection one = first;
        Connection other = second) {
      // both are closed
    }
  }
}
