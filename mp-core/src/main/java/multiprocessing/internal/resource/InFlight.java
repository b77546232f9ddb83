package multiprocessing.internal.resource;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Things that were sent to another process and are held open here until it has taken them over, so
 * that the sender may close its own at once.
 */
public final class InFlight {
  /*
   * Each thing in flight has a ticket, an empty file or a link to what it is for. The receiver opens the thing and then deletes the ticket; a
   * thread here looks for that as long as anything is in flight. A thing given to a child that dies is let go when
   * the child's end is known, one that was sent over a connection, when nobody holds its other end any more, one
   * whose message was never sent, at once: see Batch.
   */
  private static final long FIRST_LOOK_NANOS = 1_000_000;
  private static final long LAST_LOOK_NANOS = 50_000_000;
  private static final ThreadLocal<Batch> COLLECTING = new ThreadLocal<>();
  private static final Set<Ticket> TICKETS = new LinkedHashSet<>();

  // Mutable state, guarded by TICKETS
  private static boolean looking;

  private InFlight() {}

  /** Holds a thing until its ticket is gone, and returns the ticket to send with it. */
  public static Path hold(Closeable thing) throws IOException {
    Ticket ticket = new Ticket(Files.createFile(Family.current().newPath("ticket")), thing);
    lookAt(ticket);
    return collected(ticket);
  }

  /**
   * The same with a ticket that is a link to the thing's file, which thereby tells that it is in
   * flight, however long and whoever dies: so nobody here has to look, unless the message may get
   * lost.
   */
  public static Path holdByLink(Closeable thing, Path target) throws IOException {
    return collected(
        new Ticket(Files.createLink(Family.current().newPath("ticket"), target), thing));
  }

  private static void lookAt(Ticket ticket) {
    synchronized (TICKETS) {
      TICKETS.add(ticket);
      if (!looking) {
        looking = true;
        startLooking();
      }
    }
  }

  private static Path collected(Ticket ticket) {
    Batch batch = COLLECTING.get();
    if (batch != null) {
      batch.tickets.add(ticket);
    }
    return ticket.file;
  }

  /** The receiver says that it has taken the thing over. */
  public static void taken(Path ticket) throws IOException {
    Files.deleteIfExists(ticket);
  }

  /**
   * From here until {@link Batch#close}, what this thread puts in flight belongs to one message.
   */
  public static Batch collect() {
    Batch batch = new Batch(COLLECTING.get());
    COLLECTING.set(batch);
    return batch;
  }

  private static void startLooking() {
    Thread thread = new Thread(InFlight::look, "mp-in-flight-" + ProcessHandle.current().pid());
    thread.setDaemon(true);
    thread.start();
  }

  private static void look() {
    long pause = FIRST_LOOK_NANOS;
    while (true) {
      LockSupport.parkNanos(pause);
      pause = Math.min(LAST_LOOK_NANOS, pause + pause / 2);
      List<Ticket> gone = new ArrayList<>();
      boolean done;
      synchronized (TICKETS) {
        for (Iterator<Ticket> all = TICKETS.iterator(); all.hasNext(); ) {
          Ticket ticket = all.next();
          if (Files.notExists(ticket.file) || ticket.isLost()) {
            all.remove();
            gone.add(ticket);
          }
        }
        if (!gone.isEmpty()) {
          pause = FIRST_LOOK_NANOS;
        }
        done = TICKETS.isEmpty();
        looking = !done;
      }
      gone.forEach(Ticket::letGo);
      if (done) {
        return;
      }
    }
  }

  /** What one message put in flight. */
  public static final class Batch implements AutoCloseable {
    private final Batch outer;
    private final List<Ticket> tickets = new ArrayList<>();

    private Batch(Batch outer) {
      this.outer = outer;
    }

    /** Ends the collecting; what was collected stays in flight. */
    @Override
    public void close() {
      if (outer == null) {
        COLLECTING.remove();
      } else {
        COLLECTING.set(outer);
      }
    }

    /** The message was sent, and arrives only as long as this is true. */
    public void arrivesWhile(Way way) {
      for (Ticket ticket : tickets) {
        ticket.way = way;
        lookAt(ticket);
      }
    }

    /** The message will not arrive, or its receiver is gone: what was not taken is let go. */
    public void letGo() {
      for (Ticket ticket : tickets) {
        synchronized (TICKETS) {
          TICKETS.remove(ticket);
        }
        ticket.letGo();
      }
    }
  }

  /** Whether there is still somebody whom a message can reach. */
  @FunctionalInterface
  public interface Way {
    /** True if there is. */
    boolean isOpen() throws IOException;
  }

  private static final class Ticket {
    private final Path file;
    private final Closeable thing;
    private final AtomicBoolean held = new AtomicBoolean(true);
    private volatile Way way = () -> true;

    Ticket(Path file, Closeable thing) {
      this.file = file;
      this.thing = thing;
    }

    boolean isLost() {
      try {
        return !way.isOpen();
      } catch (IOException e) {
        return false; // not known; the end of the family is the last limit
      }
    }

    void letGo() {
      if (!held.compareAndSet(true, false)) {
        return;
      }
      try (Closeable ours = thing) {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // the thing's other holders and the janitor see to the rest
      }
    }
  }
}
