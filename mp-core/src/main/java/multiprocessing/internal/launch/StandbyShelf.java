package multiprocessing.internal.launch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The standbys that may be used, and the bin for those that may not; not safe for threads. */
final class StandbyShelf {
  /** One that is not ready by then never will be. */
  private static final long BOOT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final List<Standby> shelf = new ArrayList<>();
  private final List<Standby> bin = new ArrayList<>();

  /** True if there is nothing to keep and nothing to end. */
  boolean isEmpty() {
    return shelf.isEmpty() && bin.isEmpty();
  }

  int size() {
    return shelf.size();
  }

  void put(Standby standby) {
    shelf.add(standby);
  }

  void discard(Standby standby) {
    bin.add(standby);
  }

  void discardAll() {
    bin.addAll(shelf);
    shelf.clear();
  }

  /** Takes one that is ready off the shelf; null if there is none. */
  Standby takeReady() {
    for (Iterator<Standby> each = shelf.iterator(); each.hasNext(); ) {
      Standby standby = each.next();
      if (standby.isReady()) {
        each.remove();
        return standby;
      }
    }
    return null;
  }

  /** Takes the oldest that still boots, and is not stopped, off the shelf; null for none. */
  Standby takeBooting() {
    for (Iterator<Standby> each = shelf.iterator(); each.hasNext(); ) {
      Standby standby = each.next();
      if (!standby.isReady() && standby.mayRun()) {
        each.remove();
        return standby;
      }
    }
    return null;
  }

  /** Discards what is dead, or will never be ready. */
  int discardDead() {
    int dead = 0;
    for (Iterator<Standby> each = shelf.iterator(); each.hasNext(); ) {
      Standby standby = each.next();
      if (!standby.isAlive() || (!standby.isReady() && standby.ageNanos() > BOOT_NANOS)) {
        each.remove();
        bin.add(standby);
        dead++;
      }
    }
    return dead;
  }

  /** Discards the youngest beyond this many. */
  void discardBeyond(int wanted) {
    while (shelf.size() > wanted) {
      bin.add(shelf.remove(shelf.size() - 1));
    }
  }

  List<Standby> ready() {
    List<Standby> ready = new ArrayList<>();
    for (Standby standby : shelf) {
      if (standby.isReady()) {
        ready.add(standby);
      }
    }
    return ready;
  }

  List<Standby> bin() {
    return List.copyOf(bin);
  }

  /** One in the bin has ended. */
  void forget(Standby standby) {
    bin.remove(standby);
  }

  /** Kills all without waiting: this JVM ends. */
  void killAll() {
    shelf.forEach(Standby::end);
    bin.forEach(Standby::end);
  }
}
