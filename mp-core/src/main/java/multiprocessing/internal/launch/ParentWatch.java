package multiprocessing.internal.launch;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import multiprocessing.internal.resource.Family;

/** Hears, in a child JVM, what the parent says after the task, and that it has died, however. */
public final class ParentWatch {
  /*
   * The parent holds the only write end of the pipe that is the child's control channel, and keeps it open as long as
   * it lives. End-of-file is therefore the parent's death, said by the kernel. After the bootstrap each byte is a
   * command, and one that is not known is ignored:
   *
   *   CALL_OFF    from this process itself: stop reading
   *   INTERRUPT   from the parent: interrupt the task
   *   ORDER       from the parent: see Orders
   *
   * A JVM that ends waits up to 300 ms for threads that are in a system call, as a read is. So at the end of this JVM
   * the watch is called off: by a byte that this process writes into the pipe itself, through /proc.
   */
  static final byte CALL_OFF = 0;
  static final byte INTERRUPT = 1;
  static final byte ORDER = 2;

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final TaskThread task = new TaskThread();

  // Written before "begun"
  private InputStream fromParent;
  private boolean endWithParent;

  private ParentWatch() {}

  /**
   * Makes the thread, which a standby need not do when its task has come; it watches nothing yet.
   */
  static ParentWatch prepare() {
    ParentWatch watch = new ParentWatch();
    Thread thread =
        new Thread("mp-parent-watch") {
          @Override
          public void run() {
            watch.watch();
          }
        };
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  void begin(InputStream fromParent, boolean endWithParent) {
    this.fromParent = fromParent;
    this.endWithParent = endWithParent;
    begun.countDown();
  }

  private void watch() {
    try {
      begun.await();
    } catch (InterruptedException e) {
      return; // nobody has a reason to
    }
    if (obeyUntilEndOfFile()) {
      gone.countDown();
      if (endWithParent) {
        Runtime.getRuntime().halt(1);
      }
      Family.orphaned();
    }
  }

  /** Whom the parent's interrupts are for. */
  TaskThread task() {
    return task;
  }

  /** True until the parent has died. */
  public boolean isAlive() {
    return gone.getCount() > 0;
  }

  /** Waits until the parent has died. */
  public void await() throws InterruptedException {
    gone.await();
  }

  /**
   * Waits until the parent has died.
   *
   * @return false if it still lives after that time
   */
  public boolean await(long nanos) throws InterruptedException {
    return gone.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** This JVM ends: nobody needs to know of the parent any more. */
  static void callOff() {
    ControlChannel.tellSelf(CALL_OFF);
  }

  private boolean obeyUntilEndOfFile() {
    try {
      int command = fromParent.read();
      while (command > CALL_OFF) {
        if (command == INTERRUPT) {
          task.interrupt();
        } else if (command == ORDER) {
          Orders.obey();
        }
        command = fromParent.read();
      }
      return command < 0;
    } catch (IOException e) {
      return true; // a broken pipe is as good as its end
    }
  }
}
