package multiprocessing.examples;

/** Says where and why some bytes are no class file. */
final class MalformedClassException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedClassException(String message) {
    super(message);
  }
}
