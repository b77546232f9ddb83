package multiprocessing.internal.wire;

/** Says that an object may not travel; caught at the top, where the path to it is looked for. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Object culprit;

  Refusal(Object culprit, String message) {
    super(message, null, false, false);
    this.culprit = culprit;
  }

  Refusal(Object culprit, String message, Throwable cause) {
    super(message, cause, false, false);
    this.culprit = culprit;
  }

  Object culprit() {
    return culprit;
  }
}
