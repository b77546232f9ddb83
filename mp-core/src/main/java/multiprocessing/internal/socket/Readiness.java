package multiprocessing.internal.socket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits until a channel can do one thing: read, or write. Any number of threads may wait. */
final class Readiness implements Closeable {
  /*
   * A selector serves one thread at a time, so each wait takes an idle one or opens one; there are as many as ever
   * waited at once, none before the first wait. An interrupt wakes a selector up and does not close the channel,
   * which is what it does to a thread that is blocked in the channel itself.
   */
  private final SocketChannel channel;
  private final int operation;

  // Mutable state, guarded by this
  private final List<Selector> all = new ArrayList<>();
  private final Deque<Selector> idle = new ArrayDeque<>();
  private boolean closed;

  Readiness(SocketChannel channel, int operation) {
    this.channel = channel;
    this.operation = operation;
  }

  /**
   * Waits until the channel is ready, the time is over, or this thread is interrupted, whose flag
   * then stays set; it may also return for no reason.
   *
   * @throws ClosedChannelException if it is closed, also meanwhile
   */
  boolean await(long limitNanos) throws IOException {
    // rounded up, because a wait of 0 ms has no end
    long millis = TimeUnit.NANOSECONDS.toMillis(limitNanos) + 1;
    return select(millis);
  }

  /** Tells at once whether the channel is ready. */
  boolean now() throws IOException {
    return select(0);
  }

  private boolean select(long millis) throws IOException {
    Selector selector = take();
    try {
      SelectionKey key = channel.register(selector, operation);
      int ready = millis == 0 ? selector.selectNow(any -> {}) : selector.select(any -> {}, millis);
      if (!key.isValid()) {
        throw new ClosedChannelException();
      }
      return ready > 0;
    } catch (ClosedSelectorException e) {
      throw new ClosedChannelException();
    } finally {
      giveBack(selector);
    }
  }

  private synchronized Selector take() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    Selector selector = idle.poll();
    if (selector == null) {
      selector = Selector.open();
      all.add(selector);
    }
    return selector;
  }

  private synchronized void giveBack(Selector selector) {
    idle.push(selector);
  }

  /** Ends all waits; the channel must be closed before, and lets go of its descriptor now. */
  @Override
  public void close() throws IOException {
    List<Selector> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(all);
    }
    for (Selector selector : open) {
      selector.close();
    }
  }
}
