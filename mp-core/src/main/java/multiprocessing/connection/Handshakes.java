package multiprocessing.connection;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.internal.socket.SocketLine;
import multiprocessing.internal.socket.SocketServer;
import multiprocessing.internal.time.Deadline;

/** The clients of a listener with a key, from their connecting until they are handed out. */
final class Handshakes implements Closeable {
  /*
   * One daemon thread takes clients from the backlog. Each client then has a daemon thread for the time of its
   * handshake, so none waits for another. How that ends:
   *
   *   right key             the connection waits for take()
   *   wrong key             the AuthenticationException waits for take()
   *   silent, gone, noise   closed, and nobody is told
   *
   * There are at most MOST clients in all, those that wait for take() included; until there is room, others stay in
   * the backlog. One whose handshake takes longer than PATIENCE makes room, if there is none, for another.
   */
  private static final int MOST = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long LONGEST_WAIT_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final SocketServer server;
  private final byte[] authKey;
  private final HandshakeOptions options;

  // Mutable state, guarded by this
  private final Set<Candidate> underWay = new LinkedHashSet<>();
  private final Deque<Outcome> done = new ArrayDeque<>();
  private boolean closed;

  private Handshakes(SocketServer server, byte[] authKey, HandshakeOptions options) {
    this.server = server;
    this.authKey = authKey.clone();
    this.options = options;
  }

  static Handshakes start(SocketServer server, byte[] authKey, HandshakeOptions options) {
    Handshakes handshakes = new Handshakes(server, authKey, options);
    daemon("mp-listener", handshakes::receive).start();
    return handshakes;
  }

  /** How a handshake ended, or why none could begin: without a connection there is a failure. */
  record Outcome(Connection connection, SocketAddress peer, Exception failure) {
    void close() throws IOException {
      if (connection != null) {
        connection.close();
      }
    }
  }

  /** Waits for the next outcome. */
  synchronized Outcome take() throws IOException {
    try {
      while (done.isEmpty()) {
        if (closed) {
          throw new ClosedChannelException();
        }
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a client");
    }
    server.wakeUp(); // there is room now
    return done.poll();
  }

  /** Whether {@link #take} would not wait. */
  synchronized boolean isReady() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    return !done.isEmpty();
  }

  private void receive() {
    while (true) {
      try {
        receiveNext();
      } catch (ClosedChannelException e) {
        return; // the listener is closed
      } catch (IOException | OutOfMemoryError e) {
        // no descriptor or no thread to be had: accept() says so, and it is tried again
        report(new IOException("cannot accept a client: " + e.getMessage(), e));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void receiveNext() throws IOException {
    if (!hasRoom()) {
      makeRoom();
      server.await(false, patienceNanos());
      return;
    }
    SocketLine line = server.accept();
    if (line == null) {
      server.await(true, LONGEST_WAIT_NANOS);
    } else {
      begin(line);
    }
  }

  private synchronized boolean hasRoom() {
    return underWay.size() + done.size() < MOST;
  }

  private void makeRoom() throws IOException {
    Candidate oldest = oldest();
    if (oldest != null && oldest.patience.expired()) {
      oldest.line.close(); // its thread ends of it and counts it out
    }
  }

  private long patienceNanos() {
    Candidate oldest = oldest();
    return oldest == null
        ? LONGEST_WAIT_NANOS
        : Math.max(PAUSE_NANOS / 10, oldest.patience.remainingNanos());
  }

  private synchronized Candidate oldest() {
    return underWay.isEmpty() ? null : underWay.iterator().next();
  }

  private void begin(SocketLine line) throws IOException {
    Candidate candidate = new Candidate(line, Deadline.after(PATIENCE));
    line.limit(Deadline.after(options.timeout()));
    boolean started = false;
    try {
      synchronized (this) {
        if (closed) {
          throw new ClosedChannelException();
        }
        underWay.add(candidate);
      }
      daemon("mp-handshake", () -> run(candidate)).start();
      started = true;
    } finally {
      if (!started) {
        end(candidate, null);
        line.close();
      }
    }
  }

  private void run(Candidate candidate) {
    Outcome outcome = null;
    try {
      outcome = shakeHands(candidate.line);
    } finally {
      end(candidate, outcome);
    }
  }

  private Outcome shakeHands(SocketLine line) {
    Connection connection = Connection.over(line);
    SocketAddress peer = null;
    try {
      peer = line.peer();
      Authentication.deliverChallenge(connection, authKey, options);
      Authentication.answerChallenge(connection, authKey, options);
      line.limit(null);
      return new Outcome(connection, peer, null);
    } catch (AuthenticationException e) {
      closeQuietly(connection::close);
      return new Outcome(null, peer, e);
    } catch (IOException e) {
      closeQuietly(connection::close); // silent, gone or noise: no client of ours
      return null;
    } catch (RuntimeException | Error e) {
      closeQuietly(connection::close);
      throw e;
    }
  }

  private void end(Candidate candidate, Outcome outcome) {
    boolean late;
    synchronized (this) {
      underWay.remove(candidate);
      late = closed;
      if (!late && outcome != null) {
        done.add(outcome);
        notifyAll();
      }
    }
    if (late) {
      closeQuietly(outcome == null ? candidate.line : outcome::close);
    }
    server.wakeUp();
  }

  private synchronized void report(IOException failure) {
    if (done.stream().noneMatch(outcome -> outcome.failure() instanceof IOException)) {
      done.add(new Outcome(null, null, failure));
      notifyAll();
    }
  }

  /** Closes all of them; the server must be closed before. */
  @Override
  public void close() {
    List<Closeable> all = new ArrayList<>();
    synchronized (this) {
      closed = true;
      underWay.forEach(candidate -> all.add(candidate.line));
      done.forEach(outcome -> all.add(outcome::close));
      done.clear();
      notifyAll();
    }
    all.forEach(Handshakes::closeQuietly);
  }

  private static void closeQuietly(Closeable thing) {
    try (Closeable closing = thing) {
      // what is closed here was never handed out
    } catch (IOException e) {
      // nobody has it who could be told
    }
  }

  private static Thread daemon(String job, Runnable run) {
    Thread thread = new Thread(run, job + "-" + ProcessHandle.current().pid());
    thread.setDaemon(true);
    return thread;
  }

  private record Candidate(SocketLine line, Deadline patience) {}
}
