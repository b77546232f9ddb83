/** Many tasks, few processes, each outcome reported exactly once. */
module multiprocessing.pool {
  requires static jdk.jfr; // its events are left out where it is missing
  requires java.management;
  requires java.logging;
  requires me.tongfei.progressbar;
  requires transitive multiprocessing.core;

  exports multiprocessing.pool;
  exports multiprocessing.internal.records to
      org.slf4j; // it makes the provider of workers whose records are forwarded

  // workers travel to their processes as the objects that they are
  opens multiprocessing.pool to
      multiprocessing.core;
  opens multiprocessing.internal.records to
      multiprocessing.core;
}
