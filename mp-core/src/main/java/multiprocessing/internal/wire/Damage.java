package multiprocessing.internal.wire;

/** Says that bytes are not a message, or one that this JVM cannot rebuild. */
final class Damage extends RuntimeException {
  private static final long serialVersionUID = 1;

  Damage(String message) {
    super(message, null, false, false);
  }

  Damage(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
