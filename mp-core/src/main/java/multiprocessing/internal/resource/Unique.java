package multiprocessing.internal.resource;

import java.util.concurrent.atomic.AtomicLong;

/** Names and numbers that no other process of a family gives, although process ids return. */
public final class Unique {
  private static final long PID = ProcessHandle.current().pid();
  private static final long START =
      ProcessId.of(PID).map(ProcessId::startTicks).orElseGet(System::nanoTime);
  private static final String PREFIX = PID + "-" + Long.toString(START, Character.MAX_RADIX) + "-";
  private static final long FIRST_NUMBER = mix(PID << 40 ^ START);
  private static final AtomicLong COUNT = new AtomicLong();

  private Unique() {}

  /** A name: this process's id, its start, and a number. */
  public static String name() {
    return PREFIX + COUNT.incrementAndGet();
  }

  /**
   * A number of so many bits. Each process begins somewhere else: that two of a family meet takes
   * millions of millions.
   */
  public static long number(int bits) {
    return FIRST_NUMBER + COUNT.incrementAndGet() & (1L << bits) - 1;
  }

  /** Spreads a few bits over all of them (the finalizer of MurmurHash3). */
  private static long mix(long bits) {
    long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
