package multiprocessing.connection;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Objects;

/**
 * Something that becomes ready, and that {@link Wait#any} can wait for together with others (what
 * Python's {@code connection.wait} takes): a {@link Connection} from which can be received, a
 * process that has ended, a listener with a client, a {@link #of(SelectableChannel) channel}.
 *
 * <p>Others may implement it. {@link #isReady} is then called again and again by threads that wait,
 * so it should be quick; once true, it should stay true until somebody takes what it stands for.
 */
public interface Waitable {

  /**
   * Tells whether it is ready now; does not wait and takes nothing away.
   *
   * @return true if what it stands for would not wait
   * @throws IOException if it is closed, or the operating system refuses
   */
  boolean isReady() throws IOException;

  /**
   * A channel to wait for: one that is connected is ready when something can be read from it or its
   * stream has ended, one that listens when a connection can be accepted. It stays the caller's,
   * who reads and closes it.
   *
   * @param channel a {@link java.nio.channels.SocketChannel}, a {@link
   *     java.nio.channels.ServerSocketChannel}, a {@link java.nio.channels.Pipe.SourceChannel} or
   *     the like, in non-blocking mode: the JDK can wait for no other together with others, and to
   *     change the mode here would change what the caller's own reads do
   * @return what {@link Wait} takes; a new object at each call
   * @throws IllegalArgumentException if it is in blocking mode, or cannot be read from
   */
  static Waitable of(SelectableChannel channel) {
    return new WaitableChannel(Objects.requireNonNull(channel, "channel"));
  }
}
