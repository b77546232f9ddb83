package multiprocessing.internal.launch;

/** What a child JVM does once it is up; it travels serialized in a {@link Bootstrap}. */
public interface ChildTask {

  /**
   * Does the work in the child's main thread.
   *
   * @param bootstrap what the parent said
   * @param parent how to learn of the parent's death
   * @throws Exception if the work failed; the child prints it and ends with exit code 1
   */
  void run(Bootstrap bootstrap, ParentWatch parent) throws Exception;

  /** Does, in a standby that has no task yet, what shortens the way to the first line of one. */
  default void rehearse() throws Exception {}
}
