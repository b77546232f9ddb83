package multiprocessing.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Reads one stream of a child to its end on a thread of its own, and keeps what it said. */
final class Drain {
  private final InputStream in;
  private final Thread thread;

  // Mutable state, guarded by this
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Drain(InputStream in, String name) {
    this.in = in;
    this.thread = new Thread(this::readAll, "testkit-drain-" + name);
  }

  static Drain start(InputStream in, String name) {
    Drain drain = new Drain(in, name);
    drain.thread.setDaemon(true);
    drain.thread.start();
    return drain;
  }

  synchronized String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The first line that contains a text and whose end was seen, or that the stream ended with. */
  Optional<String> lineWith(String part) {
    boolean whole = atEnd();
    String text = text();
    String lines = whole ? text : text.substring(0, text.lastIndexOf('\n') + 1);
    return lines.lines().filter(line -> line.contains(part)).findFirst();
  }

  boolean atEnd() {
    return !thread.isAlive();
  }

  void awaitEnd(Duration limit) throws InterruptedException {
    thread.join(limit.toMillis());
  }

  void close() {
    Thread closer = new Thread(this::closeStream, "testkit-close-" + thread.getName());
    closer.setDaemon(true); // closing waits for a read that a stray descendant keeps open
    closer.start();
  }

  private void closeStream() {
    try {
      in.close();
    } catch (IOException e) {
      // nobody reads on: that it cannot be closed changes nothing
    }
  }

  private void readAll() {
    byte[] chunk = new byte[8192];
    try {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        synchronized (this) {
          bytes.write(chunk, 0, n);
        }
      }
    } catch (IOException e) {
      // the child was killed and its stream closed: what was read is what there is
    }
  }
}
