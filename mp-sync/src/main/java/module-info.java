/** Locks between processes. */
module multiprocessing.sync {
  requires transitive multiprocessing.core;

  exports multiprocessing.sync;

  // tasks may extend or hold what is here
  opens multiprocessing.sync to
      multiprocessing.core;
}
