package multiprocessing.connection;

import java.io.IOException;

/**
 * Something that becomes ready, and that {@code Wait.any} can wait for together with others (what
 * Python's {@code connection.wait} takes): a {@link Connection} from which can be received, a
 * process that has ended, a listener with a client.
 */
public interface Waitable {

  /**
   * Tells whether it is ready now; does not wait and takes nothing away.
   *
   * @return true if what it stands for would not wait
   * @throws IOException if it is closed, or the operating system refuses
   */
  boolean isReady() throws IOException;
}
