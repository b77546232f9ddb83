package multiprocessing.pool;

/** Stands where an outcome will be. */
enum Undecided {
  OUTCOME,
  /** Was there, and has been handed out. */
  TAKEN
}
