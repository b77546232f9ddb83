package multiprocessing.examples;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import multiprocessing.Process;
import multiprocessing.shared.Array;
import multiprocessing.shared.LongArray;
import multiprocessing.sync.Event;
import multiprocessing.sync.Lock;
import multiprocessing.sync.OwnerDiedException;

/**
 * Processes move money between accounts in shared memory, under a lock. One of them is killed when
 * it has taken money and not yet given it: whoever wants the lock next learns of that, puts it
 * right and goes on.
 */
final class Bank {
  private static final int CLERKS = 2;
  private static final int TRANSFERS = 20_000;
  private static final int ACCOUNTS = 8;
  private static final long EACH = 1_000;

  // The open transfer, so that another can undo it: from is -1 if there is none; what both had
  // before
  private static final int FROM = 0;
  private static final int FROM_HAD = 1;
  private static final int TO = 2;
  private static final int TO_HAD = 3;

  private Bank() {}

  /** The same for all processes. */
  private record Books(LongArray accounts, LongArray open, Lock lock, Event withdrawn) {}

  static int run(List<String> arguments, PrintStream out) throws InterruptedException {
    NoOptions.require(arguments);
    Books books =
        new Books(
            Array.zeroedLongs(ACCOUNTS).unlocked(),
            Array.ofLongs(-1, 0, 0, 0).unlocked(),
            new Lock(),
            new Event());
    books.accounts.fill(EACH);
    Process victim = new Process(Bank::withdrawAndHang, books);
    victim.start();
    books.withdrawn.await();
    long missing = ACCOUNTS * EACH - sum(books);
    Process[] clerks = new Process[CLERKS];
    for (int i = 0; i < CLERKS; i++) {
      clerks[i] = new Process(Bank::transfer, books, (long) i);
      clerks[i].start();
    }
    victim.kill();
    boolean well = true;
    for (Process clerk : clerks) {
      clerk.join();
      well &= clerk.exitCode().orElse(1) == 0;
    }
    out.println(victim.getName() + " was killed with the lock, and with " + missing);
    out.println(CLERKS + " others made " + CLERKS * TRANSFERS + " transfers after it");
    boolean whole = sum(books) == ACCOUNTS * EACH;
    out.println("all accounts have " + sum(books) + ", nothing is lost: " + (whole ? "yes" : "NO"));
    return well && whole ? 0 : 1;
  }

  private static long sum(Books books) {
    return Arrays.stream(books.accounts.toArray()).sum();
  }

  private static void withdrawAndHang(Books books) throws InterruptedException {
    books.lock.acquire();
    begin(books, 0, 1);
    add(books, 0, -400);
    books.withdrawn.set();
    new Event().await(); // for ever
  }

  private static void transfer(Books books, long seed) throws InterruptedException {
    Random random = new Random(seed);
    for (int i = 0; i < TRANSFERS; i++) {
      long amount = random.nextInt(100);
      acquire(books);
      try {
        int from = random.nextInt(ACCOUNTS);
        int to = random.nextInt(ACCOUNTS);
        begin(books, from, to);
        add(books, from, -amount);
        add(books, to, amount);
        books.open.set(FROM, -1);
      } finally {
        books.lock.release();
      }
    }
  }

  private static void acquire(Books books) throws InterruptedException {
    boolean acquired = false;
    while (!acquired) {
      try {
        books.lock.acquire();
        acquired = true;
      } catch (OwnerDiedException e) {
        acquired = recover(books);
      }
    }
  }

  /** False if another process was quicker. */
  private static boolean recover(Books books) {
    try {
      books.lock.recover();
    } catch (IllegalStateException e) { // it is another's now
      return false;
    }
    int from = (int) books.open.get(FROM);
    if (from >= 0) {
      books.accounts.set(from, books.open.get(FROM_HAD));
      books.accounts.set((int) books.open.get(TO), books.open.get(TO_HAD));
      books.open.set(FROM, -1);
    }
    return true;
  }

  /** Notes how things are before it changes anything: this process may die at any instant. */
  private static void begin(Books books, int from, int to) {
    books.open.set(FROM_HAD, books.accounts.get(from));
    books.open.set(TO, to);
    books.open.set(TO_HAD, books.accounts.get(to));
    books.open.set(FROM, from);
  }

  private static void add(Books books, int account, long amount) {
    books.accounts.set(account, books.accounts.get(account) + amount);
  }
}
