package multiprocessing.sync;

/** A lock that is held until this is closed. Closing does not wait. */
@FunctionalInterface
public interface Held extends AutoCloseable {

  /** Releases the lock. */
  @Override
  void close();
}
