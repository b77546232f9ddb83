package multiprocessing.internal.classes;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import multiprocessing.internal.socket.SocketDialer;
import multiprocessing.internal.socket.SocketLine;
import multiprocessing.internal.time.Deadline;

/** Another process of the family, of which classes can be asked. */
final class ClassSource {
  /*
   * One line, one question at a time. A question may be asked again, so a line that fails is replaced once. A wait
   * ends when the answer is there or the process has: one that is stopped, at a breakpoint perhaps, is waited for as
   * it is everywhere else. An interrupt does not end a wait, for a class that was not found once is never found
   * again; its flag stays.
   */
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(60);
  private static final int LONGEST_ANSWER = 1 << 30;

  private final String process;
  private final Path socket;
  private final ReentrantLock lock = new ReentrantLock();

  // Mutable state, written under lock
  private volatile SocketLine line;
  private Blocks blocks;

  ClassSource(String process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  String process() {
    return process;
  }

  /** Such as {@code process 4711}. */
  String name() {
    return "process " + process.substring(0, process.indexOf('-'));
  }

  /**
   * Asks and waits for the answer, as long as the process lives.
   *
   * @throws IOException if it has ended
   */
  byte[] ask(Question question) throws IOException {
    byte[] encoded = question.encode();
    lock.lock();
    boolean interrupted = Thread.interrupted();
    try {
      if (line != null) {
        try {
          return askOnce(encoded);
        } catch (IOException e) {
          // it may have closed this line only
        }
      }
      connect();
      return askOnce(encoded);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      lock.unlock();
    }
  }

  private void connect() throws IOException {
    line = SocketDialer.connect(UnixDomainSocketAddress.of(socket), Deadline.after(CONNECT_LIMIT));
    blocks = new Blocks(line, LONGEST_ANSWER);
  }

  private byte[] askOnce(byte[] question) throws IOException {
    boolean done = false;
    try {
      blocks.send(question);
      byte[] answer = blocks.receive();
      done = true;
      return answer;
    } finally {
      if (!done) {
        drop(); // what is left of the answer must not be taken for the next one
      }
    }
  }

  /** Hangs up, without waiting for an answer that another thread waits for. */
  void close() {
    SocketLine open = line;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // it is not used any more
      }
    }
  }

  private void drop() throws IOException {
    SocketLine broken = line;
    line = null;
    blocks = null;
    broken.close();
  }
}
