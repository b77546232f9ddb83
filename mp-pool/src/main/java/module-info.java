/** Many tasks, few processes, each outcome reported exactly once. */
module multiprocessing.pool {
  requires static jdk.jfr; // its events are left out where it is missing
  requires java.management;
  requires transitive multiprocessing.core;

  exports multiprocessing.pool;

  // workers travel to their processes as the objects that they are
  opens multiprocessing.pool to
      multiprocessing.core;
}
