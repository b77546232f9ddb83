package multiprocessing.pool;

import multiprocessing.internal.wire.Homebound;

/** What of a pool cannot travel, and what to do instead. */
final class HomeboundTypes {
  private static final String MAKE_ONE =
      "make a pool in the task, or return what the caller shall submit";
  private static final String USE_RESULT = "wait here, and give the task the result itself";

  private HomeboundTypes() {}

  /** Lets them be refused by name. */
  static void add() {
    Homebound.add(PoolCalls.class, MAKE_ONE);
    Homebound.add(ProcessPoolExecutor.class, MAKE_ONE);
    Homebound.add(AsyncResult.class, USE_RESULT);
    Homebound.add(ResultIterator.class, USE_RESULT);
  }
}
