package multiprocessing.internal.launch;

import java.io.File;
import java.io.IOException;

/** A file by which a standby and its parent agree, once, whether the standby has the task. */
final class Offer {
  /*
   * The standby makes the file when it is ready. Whoever deletes it decides; the kernel lets only one:
   *
   *   absent --standby: make--> open --standby: claim--> gone: the standby runs the task
   *                              `----parent: revoke----> gone: the standby ends, the task goes elsewhere
   *
   * So a task that is given up by a parent that has waited long enough is never begun by the slow standby, not even
   * if it wakes between the parent's decision and its kill.
   */
  private final File file;

  Offer(String path) {
    this.file = new File(path);
  }

  /** In the standby: it is ready. */
  void make() throws IOException {
    if (!file.createNewFile()) {
      throw new IOException("the file of this offer exists already: " + file);
    }
  }

  /** True from {@link #make} until it was claimed or revoked. */
  boolean isOpen() {
    return file.exists();
  }

  /** In the standby: takes the task; false if it was revoked. */
  boolean claim() {
    return file.delete();
  }

  /** In the parent: false if it was claimed, or is not open yet. */
  boolean revoke() {
    return file.delete();
  }
}
