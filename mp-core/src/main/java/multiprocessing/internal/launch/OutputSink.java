package multiprocessing.internal.launch;

/** What an {@link OutputPump} does with what it reads; used by the pump's thread only. */
interface OutputSink {

  /** Takes bytes, which are no longer its own when this returns. */
  void accept(byte[] bytes, int count);

  /** The stream has ended. */
  default void end() {}

  /** A number that grows while work is being done; read by any thread. */
  default long progress() {
    return 0;
  }
}
