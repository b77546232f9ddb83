package multiprocessing.internal.launch;

import java.io.IOException;
import java.nio.file.Path;
import multiprocessing.internal.resource.Family;

/**
 * A child JVM that has no task yet.
 *
 * @param report where it says how far it came
 * @param parent how it learns of its parent's death, once that has begun
 */
record Recruit(ExitReport report, ParentWatch parent) {

  /** Makes this JVM one, which expects its family. */
  static Recruit enlist(Preamble preamble) throws IOException {
    ParentWatch parent = ParentWatch.prepare();
    ExitReport report = ExitReport.open(preamble.report());
    Family.expect(Path.of(preamble.family()));
    return new Recruit(report, parent);
  }

  /** Makes this JVM a member of its family, as its task may be. */
  void join() {
    try {
      Family.join();
    } catch (RuntimeException | Error e) {
      report.failed(e.toString());
      throw e;
    }
  }
}
