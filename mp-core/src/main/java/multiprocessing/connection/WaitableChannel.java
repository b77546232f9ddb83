package multiprocessing.connection;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import multiprocessing.internal.socket.Selectable;
import multiprocessing.internal.socket.SelectorRing;

/** A channel of somebody else's that is waited for together with what is ours. */
final class WaitableChannel implements Waitable {
  private final Selectable selectable;

  WaitableChannel(SelectableChannel channel) {
    int possible = channel.validOps() & (SelectionKey.OP_ACCEPT | SelectionKey.OP_READ);
    if (possible == 0) {
      throw new IllegalArgumentException(
          "nothing can be read from or accepted by a " + channel.getClass().getSimpleName());
    }
    if (channel.isOpen() && channel.isBlocking()) {
      throw new IllegalArgumentException(
          "the channel is in blocking mode, in which it cannot be waited for together with others;"
              + " call configureBlocking(false) first");
    }
    selectable = new Selectable(channel, possible, false);
  }

  Selectable selectable() {
    return selectable;
  }

  @Override
  public boolean isReady() throws IOException {
    try {
      return SelectorRing.isReadyNow(selectable);
    } catch (ClosedChannelException e) {
      throw new IOException("the channel is closed", e);
    }
  }

  @Override
  public String toString() {
    return "Waitable[" + selectable.channel() + "]";
  }
}
