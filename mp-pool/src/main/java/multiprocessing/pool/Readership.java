package multiprocessing.pool;

/** What became of the workers that read a function. Guarded by the ledger. */
final class Readership {
  /** So many may be lost in a row, of a function that none has read. */
  static final int MOST_LOST = 5;

  private boolean read;
  private int lost;

  /** One has read it: those who are lost, are lost for other reasons. */
  void hasRead() {
    read = true;
  }

  boolean isRead() {
    return read;
  }

  /** One was lost before any had read it; whether it is hopeless. */
  boolean lose() {
    return ++lost >= MOST_LOST;
  }
}
