/** Queues between processes, and memory that they share. */
module multiprocessing.shared {
  requires transitive multiprocessing.core;
  requires transitive multiprocessing.sync;

  exports multiprocessing.queues;
  exports multiprocessing.shared;

  // tasks may extend or hold what is here
  opens multiprocessing.queues to
      multiprocessing.core;
  opens multiprocessing.shared to
      multiprocessing.core;
}
