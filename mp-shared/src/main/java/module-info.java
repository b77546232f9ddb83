/** Memory that processes share. */
module multiprocessing.shared {
  requires transitive multiprocessing.core;
  requires transitive multiprocessing.sync;

  exports multiprocessing.shared;

  // tasks may hold what is here
  opens multiprocessing.shared to
      multiprocessing.core;
}
