package multiprocessing.examples;

/** Says what is wrong with the arguments of an example. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
