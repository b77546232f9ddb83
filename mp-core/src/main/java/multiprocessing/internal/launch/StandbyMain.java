package multiprocessing.internal.launch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import multiprocessing.ProcessException;
import multiprocessing.internal.resource.Candidate;
import multiprocessing.internal.wire.LambdaPractice;

/** What a standby does until it has a task. */
final class StandbyMain {
  /*
   * The main thread reads standard input from the first moment on, so that this process ends when its parent does,
   * whatever a preloaded class is doing; so loading is another thread's work. When that is done, the offer is open.
   * A task may come before: then it waits for the loading. This process joins the family before it claims the task, so
   * that the folder is there as long as the task runs. Nothing here prints: whatever fails ends this process, and the
   * parent does without it.
   */
  private StandbyMain() {}

  /**
   * Prepares this JVM and waits until it is given a task.
   *
   * @throws EOFException if the parent has ended first
   */
  static Recruit awaitTask(Preamble preamble, InputStream fromParent) throws IOException {
    Recruit recruit = enlist(preamble);
    ChildMain.setProperties(preamble.properties());
    Offer offer = new Offer(preamble.offer());
    Loader loader = new Loader(preamble, offer);
    loader.start();
    Bootstrap.await(fromParent);
    loader.awaitDone();
    join(recruit);
    if (!offer.claim()) {
      throw new EOFException("the parent has given the task to another");
    }
    new Candidate(Path.of(preamble.report())).forget();
    return recruit;
  }

  private static Recruit enlist(Preamble preamble) throws IOException {
    try {
      return Recruit.enlist(preamble);
    } catch (IOException e) {
      throw (EOFException) new EOFException("the family has ended").initCause(e);
    }
  }

  private static void join(Recruit recruit) throws EOFException {
    try {
      recruit.join();
    } catch (ProcessException e) {
      throw (EOFException) new EOFException("the family has ended").initCause(e);
    }
  }

  /** Loads what tasks need. */
  private static final class Loader extends Thread {
    private final Preamble preamble;
    private final Offer offer;
    private final CountDownLatch done = new CountDownLatch(1);

    Loader(Preamble preamble, Offer offer) {
      super("mp-preload");
      setDaemon(true);
      this.preamble = preamble;
      this.offer = offer;
    }

    @Override
    public void run() {
      try {
        WarmUp.library(preamble);
        WarmUp.load(preamble.expected());
        WarmUp.initialize(preamble.preload());
        LambdaPractice.link(preamble.lambda());
        offer.make();
      } catch (IOException e) {
        Runtime.getRuntime().halt(1); // the family's folder is gone, and the family with it
      } finally {
        done.countDown();
      }
    }

    void awaitDone() {
      while (true) {
        try {
          done.await();
          return;
        } catch (InterruptedException e) {
          // a preloaded class's doing; the task shall not see it
        }
      }
    }
  }
}
