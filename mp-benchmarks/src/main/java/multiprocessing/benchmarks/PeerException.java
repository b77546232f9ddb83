package multiprocessing.benchmarks;

/** A peer that did not start, did not answer in time, died, or reported an error. */
final class PeerException extends Exception {
  private static final long serialVersionUID = 1;

  PeerException(String message) {
    super(message);
  }
}
