package multiprocessing.internal.socket;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.internal.time.Deadline;

/** Connects to a Unix socket whose listener may have no room for another client yet. */
final class PatientConnect {
  /*
   * A blocking connect waits in the kernel for room; an interrupt ends it by closing its channel, and at the deadline
   * another thread does. Who sets "settled" first has decided.
   */
  private final SocketChannel channel;
  private final Deadline deadline;
  private final AtomicBoolean settled = new AtomicBoolean();

  PatientConnect(SocketChannel channel, Deadline deadline) {
    this.channel = channel;
    this.deadline = deadline;
  }

  /**
   * Waits for room and connects.
   *
   * @throws java.nio.channels.ClosedByInterruptException if interrupted; the flag stays set
   * @throws java.nio.channels.AsynchronousCloseException if the deadline has come
   */
  void connect(UnixDomainSocketAddress address) throws IOException {
    Thread closer = new Thread(this::close, "mp-connect-" + ProcessHandle.current().pid());
    closer.setDaemon(true);
    closer.start();
    try {
      boolean ignored = channel.connect(address);
    } finally {
      settled.compareAndSet(false, true);
      LockSupport.unpark(closer);
    }
  }

  private void close() {
    while (!settled.get() && !deadline.expired()) {
      LockSupport.parkNanos(this, deadline.remainingNanos());
    }
    if (settled.compareAndSet(false, true)) {
      try (SocketChannel late = channel) {
        // the thread that connects learns of it
      } catch (IOException e) {
        // nobody has it yet
      }
    }
  }
}
