package multiprocessing.internal.socket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Waits for any of many channels at once. One thread uses it; an interrupt ends its wait. */
public final class SelectorRing implements Closeable {
  /*
   * A channel that is closed while it is registered does not wake the selector, and keeps its descriptor until the
   * selector has looked. So whoever closes a channel that may be in a ring calls channelClosed(), which wakes all
   * rings: there are few, and closing is rare. Who looks then finds the key cancelled.
   */
  private static final Set<Selector> ALL = ConcurrentHashMap.newKeySet();

  private final Selector selector;

  /** Makes a ring without channels. */
  public SelectorRing() throws IOException {
    selector = Selector.open();
    ALL.add(selector);
  }

  /**
   * Adds a channel; one that is added twice counts for all that it was added for.
   *
   * @throws ClosedChannelException if it is closed
   */
  public SelectionKey add(SelectableChannel channel, int operations) throws IOException {
    try {
      SelectionKey there = channel.keyFor(selector);
      int all = there == null ? operations : operations | there.interestOps();
      return channel.register(selector, all);
    } catch (CancelledKeyException e) {
      throw new ClosedChannelException();
    }
  }

  /** Looks at all; afterwards {@link #isReady} tells of each. */
  public void look() throws IOException {
    clear();
    int ignored = selector.selectNow();
  }

  /** Waits until one is ready, for a time, or for no reason; afterwards as {@link #look}. */
  public void await(long nanos) throws IOException {
    clear();
    // rounded up, because a wait of 0 ms has no end
    int ignored = selector.select(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
  }

  private void clear() {
    selector.selectedKeys().clear();
  }

  /**
   * Whether a channel was ready at the last look.
   *
   * @throws ClosedChannelException if it is closed
   */
  public boolean isReady(SelectionKey key, int operations) throws ClosedChannelException {
    try {
      // what was not selected still has the operations of an earlier look
      return (key.readyOps() & operations) != 0 && selector.selectedKeys().contains(key);
    } catch (CancelledKeyException e) {
      throw new ClosedChannelException();
    }
  }

  /**
   * Whether one channel is ready now.
   *
   * @throws ClosedChannelException if it is closed
   */
  public static boolean isReadyNow(Selectable one) throws IOException {
    try (SelectorRing ring = new SelectorRing()) {
      SelectionKey key = ring.add(one.channel(), one.operations());
      ring.look();
      return ring.isReady(key, one.operations());
    }
  }

  /** A channel was closed that may be in a ring. */
  static void channelClosed() {
    for (Selector each : ALL) {
      Selector ignored = each.wakeup();
    }
  }

  /** Lets go of the channels. */
  @Override
  public void close() throws IOException {
    ALL.remove(selector);
    selector.close();
  }
}
