package multiprocessing.pool;

import java.util.function.Function;
import multiprocessing.SerializationException;

/** What an exception says of itself; never throws, whatever the exception's own methods do. */
final class Words {
  private Words() {}

  /** As {@link Throwable#toString}; at least the name of its class. */
  static String of(Throwable thrown) {
    if (thrown == null) {
      return "null";
    }
    String name = thrown.getClass().getName();
    String text = said(thrown, "toString()", Throwable::toString, name + " ");
    return text == null ? name : text;
  }

  /** As {@link Throwable#getMessage}; null if it has none. */
  static String message(Throwable thrown) {
    return said(thrown, "getMessage()", Throwable::getMessage, "");
  }

  /** Its message alone where that names what is wrong: to follow a colon. */
  static String reason(Throwable thrown) {
    return thrown instanceof SerializationException ? message(thrown) : of(thrown);
  }

  private static String said(
      Throwable thrown, String method, Function<Throwable, String> asked, String instead) {
    try {
      return asked.apply(thrown);
    } catch (Throwable e) { // of which nothing can be asked but its class
      return instead + "(" + method + " threw " + e.getClass().getName() + ")";
    }
  }
}
