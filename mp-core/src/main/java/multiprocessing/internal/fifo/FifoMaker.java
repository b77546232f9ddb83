package multiprocessing.internal.fifo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import multiprocessing.internal.resource.Family;
import multiprocessing.internal.resource.Unique;

/** Makes FIFOs, which the JDK cannot, by the command {@code mkfifo}, several at a time. */
public final class FifoMaker {
  /*
   * One run of the command costs about as much as a hundred of the system calls in it. So each batch is twice as
   * large as the one before: one who opens a thousand pipes waits for ten runs, one who opens two leaves few unused.
   */
  private static final int FIRST_BATCH = 16;

  private static final int LAST_BATCH = 256;

  /** Below those of shared objects, each end has its own. */
  private static final int NUMBER_BITS = 58;

  private static final FifoMaker INSTANCE = new FifoMaker();

  // Mutable state, guarded by this
  private final Deque<Fifo> ready = new ArrayDeque<>();
  private Path folder;
  private int batchSize = FIRST_BATCH;

  private FifoMaker() {}

  /** Returns a new FIFO in the family's folder. */
  public static Fifo make() throws IOException {
    return INSTANCE.take();
  }

  private synchronized Fifo take() throws IOException {
    Family family = Family.current();
    if (!family.folder().equals(folder)) {
      folder = family.folder(); // what was made for another family went with its folder
      ready.clear();
      batchSize = FIRST_BATCH;
    }
    if (ready.isEmpty()) {
      Fifo.sweep();
      makeBatch(family);
    }
    return ready.poll();
  }

  private void makeBatch(Family family) throws IOException {
    List<String> command = new ArrayList<>(List.of("mkfifo", "-m", "600"));
    List<Fifo> batch = new ArrayList<>();
    for (int i = 0; i < batchSize; i++) {
      String path = family.newPath("pipe").toString();
      batch.add(new Fifo(path, Unique.number(NUMBER_BITS)));
      command.add(path);
    }
    Process mkfifo = start(command);
    String said =
        new String(mkfifo.getInputStream().readAllBytes(), Charset.defaultCharset()).strip();
    int status = awaitUninterruptibly(mkfifo);
    if (status != 0) {
      throw new IOException(
          "cannot make a named pipe in " + folder + ": mkfifo ended with " + status + ": " + said);
    }
    ready.addAll(batch);
    batchSize = Math.min(LAST_BATCH, 2 * batchSize);
  }

  private static Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command)
          .redirectInput(new File("/dev/null"))
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw FifoFailure.explained(e);
    }
  }

  private static int awaitUninterruptibly(Process process) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
