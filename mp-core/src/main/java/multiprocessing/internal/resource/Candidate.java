package multiprocessing.internal.resource;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process that its parent has launched and that is not a member of the family yet. */
public final class Candidate {
  /*
   * It ends when its parent does, by itself; but not while it is stopped. So there is a file REPORT-waits with the line
   * "PID TICKS" in the family's folder from the launch on until it has a task. At the family's end the janitor lets
   * the processes go on that these files name, and they end. They cannot join any more then, and a process that is
   * taken for one of them by mistake is not harmed.
   */
  static final String SUFFIX = "-waits";

  private final File record;

  /**
   * One that has not been recorded yet.
   *
   * @param report a path in the family's folder that is this process's alone
   */
  public Candidate(Path report) {
    this.record = new File(report + SUFFIX);
  }

  /** In its parent: records it; does nothing if this system does not tell when it was started. */
  public void record(long pid) {
    Optional<ProcessId> process = ProcessId.of(pid);
    if (process.isPresent()) {
      String line = pid + " " + process.get().startTicks() + "\n";
      try {
        Files.write(record.toPath(), line.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // there is no room: it ends with its parent, if it is not stopped just then
      }
    }
  }

  /** It is a member now, or dead. */
  public void forget() {
    boolean ignored = record.delete();
  }
}
