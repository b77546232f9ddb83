package multiprocessing.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One side of the comparison: its peer, started when first needed and again after one was lost, so
 * that a row that hangs or crashes takes no other with it.
 *
 * <p>One thread uses it; {@link #kill()} may come from any and is final.
 */
final class PeerSlot implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);

  private final List<String> command;

  // Mutable state, guarded by this.
  private Peer peer;
  private boolean killed;

  PeerSlot(List<String> command) {
    this.command = command;
  }

  /** Returns the peer, which is running and ready. */
  Peer ready() throws IOException, PeerException, InterruptedException {
    Peer current = current();
    if (current != null) {
      return current;
    }
    Peer fresh = start();
    String unused = fresh.greeting();
    return fresh;
  }

  /** Starts the peer and returns what it says about itself. */
  String greeting() throws IOException, PeerException, InterruptedException {
    return start().greeting();
  }

  private synchronized Peer current() {
    return peer != null && peer.isAlive() ? peer : null;
  }

  private synchronized Peer start() throws IOException {
    if (killed) {
      throw new IOException("the benchmark is being stopped");
    }
    peer = new Peer(command, ANSWER_LIMIT);
    return peer;
  }

  @Override
  public void close() {
    Peer last;
    synchronized (this) {
      last = peer;
    }
    if (last != null) {
      last.close();
    }
  }

  /** Kills the peer and its descendants; there will be no other. */
  synchronized void kill() {
    killed = true;
    if (peer != null) {
      peer.kill();
    }
  }
}
