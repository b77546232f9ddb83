package multiprocessing.sync;

import java.io.Serializable;
import java.time.Duration;
import multiprocessing.internal.memory.KillPoint;
import multiprocessing.internal.memory.NamedObjects;
import multiprocessing.internal.memory.SharedBlock;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.internal.memory.WaitLine;
import multiprocessing.internal.time.Deadline;
import multiprocessing.internal.time.Spinning;

/**
 * A flag that processes and their threads wait for (Python's {@code multiprocessing.Event}). {@link
 * #set} releases all that wait, also if {@link #clear} follows at once.
 *
 * <p>A process that dies while it waits costs no other one anything; one that dies in {@link #set}
 * has set the flag or has not, and who waits learns of it within a tenth of a second.
 */
public final class Event implements Serializable {
  /*
   *   0                        128
   *   | times set, 63 | set, 1 | line of waiters
   *
   * Who waits remembers the number of times and goes on when it is another, so that it does not miss a flag that was
   * cleared again. set changes the word by one CAS and then calls all in the line.
   */
  private static final long serialVersionUID = 1;

  private static final int WORD = 0;
  private static final int LINE = 128;
  private static final int SIZE = 4096;

  private final transient SharedObject memory;
  private final transient SharedBlock block;
  private final transient WaitLine line;

  // Mutable state; races only mislead it
  private final transient Spinning spinning = new Spinning();

  /** A new event, which is not set. */
  public Event() {
    this(SharedObject.create("event", SIZE));
  }

  /**
   * The event of that name, which all processes of this user on this machine share, also of other
   * programs. It is made if there is none, and is not set then; the family that has made it owns
   * its name, which goes with the family at the latest, or by {@link #unlink}. Who waits for it
   * looks a hundred times a second, and misses no {@link #set} between two looks.
   *
   * @param name 1 to 200 letters, digits, dots, hyphens or underscores
   * @return the event
   * @throws IllegalArgumentException if the name has something else
   * @throws multiprocessing.ProcessException if something else has that name
   */
  public static Event named(String name) {
    return new Event(NamedObjects.open("event", name, SIZE, block -> {}));
  }

  Event(SharedObject memory) {
    this.memory = memory;
    this.block = memory.block();
    this.line = new WaitLine(block, LINE, SIZE);
  }

  /** Sets the flag and releases all that wait. Does nothing if it is set. Does not wait. */
  public void set() {
    long word = block.getVolatile(WORD);
    while ((word & 1) == 0) {
      if (block.compareAndSet(WORD, word, word + 3)) {
        KillPoint.at("event.set");
        int ignored = line.call(line.capacity());
        return;
      }
      word = block.getVolatile(WORD);
    }
  }

  /** Clears the flag. Does not wait. */
  public void clear() {
    long word = block.getVolatile(WORD);
    while ((word & 1) != 0 && !block.compareAndSet(WORD, word, word - 1)) {
      word = block.getVolatile(WORD);
    }
  }

  /**
   * Whether the flag is set.
   *
   * @return what was so a moment ago
   */
  public boolean isSet() {
    return (block.getVolatile(WORD) & 1) != 0;
  }

  /**
   * Waits until the flag is set. Python's {@code wait()}.
   *
   * @throws InterruptedException if interrupted while waiting
   */
  public void await() throws InterruptedException {
    boolean ignored = awaitBy(null);
  }

  /**
   * Waits until the flag is set, for a limited time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return true if it is set, or was set meanwhile
   * @throws InterruptedException if interrupted while waiting
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return awaitBy(Deadline.after(timeout));
  }

  private boolean awaitBy(Deadline deadline) throws InterruptedException {
    long before = block.getVolatile(WORD);
    WaitLine.Condition wasSet = () -> (before & 1) != 0 || block.getVolatile(WORD) != before;
    return memory.isNamed()
        ? Naming.await(wasSet, deadline, "an Event")
        : line.await(spinning, wasSet, deadline, "an Event");
  }

  /**
   * Removes the name of an event that was opened by name; who has it keeps it, but can send it to
   * nobody any more. Whoever opens the name next makes another one. The name goes with the family
   * that made it at the latest.
   *
   * @throws IllegalStateException if it has no name
   */
  public void unlink() {
    Naming.unlink(memory, this);
  }

  /** Travels as a ticket, which opens the same event where it arrives. */
  private Object writeReplace() {
    return new SyncTicket("Event", memory.ticket());
  }

  /** As in CPython: {@code <Event at 0x... unset>}, with the name of its memory. */
  @Override
  public String toString() {
    return "<Event " + (isSet() ? "set" : "unset") + ">";
  }
}
