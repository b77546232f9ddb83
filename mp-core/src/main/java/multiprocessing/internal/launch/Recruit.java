package multiprocessing.internal.launch;

import java.io.IOException;
import java.nio.file.Path;
import multiprocessing.internal.resource.Family;

/**
 * A child JVM that is a member of its family and has no task yet.
 *
 * @param report where it says how far it came
 * @param parent how it learns of its parent's death, once that has begun
 */
record Recruit(ExitReport report, ParentWatch parent) {

  /** Makes this JVM one. */
  static Recruit enlist(Preamble preamble) throws IOException {
    ParentWatch parent = ParentWatch.prepare();
    ExitReport report = ExitReport.open(preamble.report());
    try {
      Family.join(Path.of(preamble.family()));
    } catch (RuntimeException | Error e) {
      report.failed(e.toString());
      throw e;
    }
    return new Recruit(report, parent);
  }
}
