package multiprocessing.internal.launch;

/**
 * What a parent asks of a child beside its task: that it looks at a place both know of, and does
 * what is written there.
 */
public final class Orders {
  private static volatile Runnable taker;

  private Orders() {}

  /**
   * In the child: says what is done when the parent gives an order. It is done by the thread that
   * also watches for the parent's death, so it may not wait for anything. Orders that were given
   * before may be lost; several may become one.
   */
  public static void take(Runnable action) {
    taker = action;
  }

  /** In the parent: gives an order to a child. Does not wait; does nothing if it has ended. */
  public static void give(long pid) {
    Child child = LiveChildren.find(pid);
    if (child != null) {
      child.order();
    }
  }

  static void obey() {
    Runnable action = taker;
    if (action != null) {
      action.run();
    }
  }
}
