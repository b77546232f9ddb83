package multiprocessing.internal.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** The parent's end of a child's control channel: messages in their order, without waiting. */
final class ChildInput {
  /*
   * A message for which the pipe surely has room is written by the caller. Any other is written by a thread that
   * lives until the last message is in the pipe, because neither start() nor interrupt() may wait for a child that
   * boots or is stopped. At most one interrupt waits behind the messages that are not in the pipe yet: the child
   * could not tell two from one. So a child that never reads again costs one thread and a full pipe, and no more.
   */
  /** What an empty pipe surely holds: a write of at most this size does not block. */
  private static final int SURE_ROOM = 4096;

  /** When all of this has been written, the child has read at least half of it. */
  private static final int SURELY_READ = 128 * 1024;

  private static final byte[] INTERRUPT = {ParentWatch.INTERRUPT};
  private static final byte[] ORDER = {ParentWatch.ORDER};

  private final OutputStream stdin;
  private final long pid;

  // Mutable state, guarded by this
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private int room = SURE_ROOM;
  private boolean writing;
  private byte[] task;

  ChildInput(OutputStream stdin, long pid) {
    this.stdin = stdin;
    this.pid = pid;
  }

  /** The child has read all that it was told. */
  synchronized void wasRead() {
    room = SURE_ROOM;
  }

  /** Writes the message that has the task, and keeps it while the child may not have read it. */
  synchronized void tellTask(byte[] message) {
    task = message;
    tell(message);
  }

  /** The message that has the task; null if the child is known to have read of it. */
  synchronized byte[] task() {
    return task;
  }

  /** Writes a message, now or after those before it. */
  synchronized void tell(byte[] message) {
    if (!writing && message.length <= room) {
      room -= message.length;
      boolean ignored = write(message);
      return;
    }
    waiting.add(message);
    if (!writing) {
      Thread writer = new Thread(this::writeWaiting, "mp-task-" + pid);
      writer.setDaemon(true);
      writer.start();
      writing = true;
    }
  }

  /** Interrupts the child's main thread, when the child has read all that it was told before. */
  synchronized void interrupt() {
    if (!waiting.contains(INTERRUPT)) {
      tell(INTERRUPT);
    }
  }

  /** Gives the child an order, when it has read all that it was told before. */
  synchronized void order() {
    if (!waiting.contains(ORDER)) {
      tell(ORDER);
    }
  }

  /** Waits until nothing is left to write; not longer than that. */
  synchronized void awaitWritten(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    while (writing && end - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
  }

  /** The child has ended. */
  void close() {
    try {
      stdin.close();
    } catch (IOException e) {
      // unsent bytes for a dead child
    }
  }

  private void writeWaiting() {
    for (byte[] message = next(); message != null; message = next()) {
      if (write(message)) {
        forget(message);
      }
    }
  }

  /** If it is too large for the pipe, the child reads, so it has booted. */
  private synchronized void forget(byte[] message) {
    if (message == task && message.length > SURELY_READ) {
      task = null;
    }
  }

  private synchronized byte[] next() {
    byte[] message = waiting.poll();
    if (message == null) {
      writing = false;
      notifyAll();
      room = 0; // nobody knows what the child has read of it
    }
    return message;
  }

  // stays open until the child's end: its closing says that we died
  private boolean write(byte[] message) {
    try {
      stdin.write(message);
      stdin.flush();
      return true;
    } catch (IOException e) {
      return false; // the child is dead already; its fate tells why
    }
  }
}
