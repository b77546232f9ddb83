package multiprocessing.pool;

/** What a crew still does. */
enum CrewState {
  OPEN,
  /** What was given to it, and no more. */
  SHUTDOWN,
  TERMINATED
}
