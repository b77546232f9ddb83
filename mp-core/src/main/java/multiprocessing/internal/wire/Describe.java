package multiprocessing.internal.wire;

/** Words for messages. */
final class Describe {
  static final String ADVICE_CYCLE =
      "what is built in one go (a record, a lambda, an immutable collection, what a hook replaces)"
          + " cannot hold itself; make the reference back transient";
  static final String ADVICE_LAMBDA =
      "let its type extend java.io.Serializable (see multiprocessing.function), or cast it:"
          + " (Runnable & Serializable) () -> ...";

  private Describe() {}

  /** The class of an object as a reader of source code would call it. */
  static String type(Object value) {
    return type(value.getClass());
  }

  static String type(Class<?> type) {
    if (isLambda(type)) {
      String name = type.getName();
      return "a lambda or method reference in " + name.substring(0, name.indexOf("$$Lambda"));
    }
    return type.getTypeName();
  }

  static boolean isLambda(Class<?> type) {
    return type.isHidden() && type.isSynthetic() && type.getName().contains("$$Lambda");
  }
}
