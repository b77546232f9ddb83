package multiprocessing.connection;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.internal.resource.Board;
import multiprocessing.internal.socket.Selectable;
import multiprocessing.internal.socket.SelectorRing;
import multiprocessing.internal.time.Deadline;
import multiprocessing.internal.time.Pauses;

/** What one thread waits for in one call of {@link Wait}. */
final class WaitSet<W extends Waitable> implements Closeable {
  /*
   * Members of three kinds. What stands on a channel of its own is registered in one selector, which tells of all of
   * them with one system call and can be waited in. Pipes are asked one after the other, but only when there is news on
   * their family's board, and now and then. Each other member is asked at each look. A wait for channels alone is one
   * wait in the selector; if there are others, looks and pauses alternate, and a pause of a millisecond or more is a
   * wait in the selector.
   */
  private static final long TOLERANCE_NANOS = Duration.ofMillis(50).toNanos();
  private static final long TOLERANCE_EACH_NANOS = Duration.ofMillis(150).toNanos() / 1000;
  private static final long MILLI = 1_000_000;
  private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

  /** How late the closing of a channel may be seen that is not ours. */
  private static final long FOREIGN_NANOS = Duration.ofSeconds(1).toNanos();

  private final List<W> members;
  private final Selectable[] selectables;
  private final SelectionKey[] keys;
  private final Pauses pauses = new Pauses();
  private final long toleranceNanos;
  private final Board[] boards;

  // Mutable state, of the one thread that waits
  private SelectorRing ring;
  private final Map<Board, Long> news = new HashMap<>();
  private long pipesAskedAtNanos;
  private int asked;
  private boolean announced = true;

  private WaitSet(List<W> members) {
    this.members = members;
    this.selectables = new Selectable[members.size()];
    this.keys = new SelectionKey[members.size()];
    this.boards = new Board[members.size()];
    this.toleranceNanos = Math.max(TOLERANCE_NANOS, members.size() * TOLERANCE_EACH_NANOS);
  }

  static <W extends Waitable> WaitSet<W> of(Collection<? extends W> waitables) throws IOException {
    List<W> members = new ArrayList<>(waitables);
    int missing = members.indexOf(null);
    if (missing >= 0) {
      throw new NullPointerException("waitables[" + missing + "] is null");
    }
    WaitSet<W> set = new WaitSet<>(members);
    try {
      set.register();
      return set;
    } catch (IOException | RuntimeException e) {
      set.close();
      throw e;
    }
  }

  private void register() throws IOException {
    for (int i = 0; i < selectables.length; i++) {
      try {
        register(i);
      } catch (IOException e) {
        throw refused(i, e);
      } catch (IllegalBlockingModeException e) {
        throw new IllegalStateException(
            "cannot wait for waitables[" + i + "]: its channel is in blocking mode again", e);
      }
    }
  }

  private void register(int i) throws IOException {
    Selectable selectable = selectable(members.get(i));
    if (selectable == null) {
      asked++;
      boards[i] = members.get(i) instanceof Connection pipe ? pipe.board() : null;
      if (boards[i] != null && !news.containsKey(boards[i])) {
        news.put(boards[i], null);
      }
      return;
    }
    if (ring == null) {
      ring = new SelectorRing();
    }
    selectables[i] = selectable;
    keys[i] = ring.add(selectable.channel(), selectable.operations());
    announced &= selectable.announced();
  }

  private static Selectable selectable(Waitable member) throws IOException {
    if (member instanceof Connection connection) {
      return connection.selectable();
    }
    if (member instanceof Listener listener) {
      return listener.selectable();
    }
    return member instanceof WaitableChannel channel ? channel.selectable() : null;
  }

  int size() {
    return members.size();
  }

  /** Returns those that are ready now. */
  List<W> look() throws IOException {
    pauses.look();
    if (ring != null) {
      ring.look();
    }
    boolean pipes = pipesAreWorthIt();
    List<W> ready = Collections.emptyList();
    for (int i = 0; i < keys.length; i++) {
      if ((pipes || boards[i] == null) && isReady(i)) {
        if (ready.isEmpty()) {
          ready = new ArrayList<>();
        }
        ready.add(members.get(i));
      }
    }
    return ready;
  }

  private boolean pipesAreWorthIt() {
    long now = System.nanoTime();
    boolean worthIt = now - pipesAskedAtNanos >= toleranceNanos;
    for (Map.Entry<Board, Long> board : news.entrySet()) {
      Long number = board.getKey().awaitNews();
      worthIt |= !number.equals(board.setValue(number));
    }
    if (worthIt) {
      pipesAskedAtNanos = now;
    }
    return worthIt;
  }

  private boolean isReady(int i) throws IOException {
    try {
      if (keys[i] != null) {
        return ring.isReady(keys[i], selectables[i].operations());
      }
      Waitable member = members.get(i);
      return member instanceof Connection connection
          ? connection.isReady(toleranceNanos / 2)
          : member.isReady();
    } catch (IOException e) {
      throw refused(i, e);
    }
  }

  private IOException refused(int i, IOException e) {
    String why = e instanceof ClosedChannelException ? "it is closed" : e.getMessage();
    return new IOException(
        "cannot wait for waitables[" + i + "] of " + members.size() + ": " + why, e);
  }

  /** Waits until a look is worth it, the thread is interrupted, or for no reason. */
  void pause(Deadline deadline) throws IOException {
    long limit = deadline == null ? LONGEST_NANOS : deadline.remainingNanos();
    if (asked > 0) {
      limit = Math.min(limit, pauses.nextNanos());
    } else if (!announced) {
      limit = Math.min(limit, FOREIGN_NANOS);
    }
    if (ring == null || (asked > 0 && limit < MILLI)) {
      LockSupport.parkNanos(this, limit);
    } else {
      ring.await(Math.max(0, asked > 0 ? limit - MILLI : limit)); // it is rounded up
    }
  }

  @Override
  public void close() throws IOException {
    if (ring != null) {
      ring.close();
    }
  }
}
