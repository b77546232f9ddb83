package multiprocessing.internal.memory;

import multiprocessing.internal.resource.ProcessId;

/** A process as a part of one word in shared memory. */
public final class Member {
  /*
   *   63        42 41                 3 2    0
   *   | pid       | start, clock ticks | flags |
   *
   * Linux gives process ids of at most 22 bits. 39 bits of ticks are 174 years at 100 a second. The flags belong to
   * whoever has the word. No process is 0, so 0 is nobody.
   */
  /** The bits of a word that its user may set. */
  public static final long FLAGS = 0b111;

  private static final int PID_SHIFT = 42;
  private static final int TICKS_SHIFT = 3;
  private static final long TICKS_MASK = (1L << (PID_SHIFT - TICKS_SHIFT)) - 1;
  private static final long SELF = ofThisProcess();

  /** A system without /proc does not tell when a process was started. */
  private static final boolean HAS_PROC = (SELF >>> TICKS_SHIFT & TICKS_MASK) != 0;

  private static final long NAMESPACE = ProcessId.pidNamespace();

  private Member() {}

  /** This process, without flags. */
  public static long self() {
    return SELF;
  }

  /** The process in a word; 0 for nobody. */
  public static long in(long word) {
    return word & ~FLAGS;
  }

  /** Its process id; valid in its own pid namespace only. */
  public static long pid(long word) {
    return word >>> PID_SHIFT;
  }

  /** The pid namespace of this process; who is in another one is never judged dead. */
  public static long namespace() {
    return NAMESPACE;
  }

  /**
   * False if that process, of this pid namespace, has ended; a zombie has, a stopped one has not.
   */
  public static boolean isAlive(long word) {
    long member = in(word);
    if (HAS_PROC) {
      return member == SELF || member == wordOf(pid(member));
    }
    return ProcessHandle.of(pid(member)).filter(ProcessHandle::isAlive).isPresent();
  }

  private static long ofThisProcess() {
    long known = wordOf(ProcessHandle.current().pid());
    return known == 0 ? ProcessHandle.current().pid() << PID_SHIFT : known;
  }

  private static long wordOf(long pid) {
    return ProcessId.of(pid).map(Member::wordOf).orElse(0L);
  }

  private static long wordOf(ProcessId process) {
    return process.pid() << PID_SHIFT | (process.startTicks() & TICKS_MASK) << TICKS_SHIFT;
  }
}
