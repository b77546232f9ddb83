package multiprocessing.internal.launch;

import java.util.List;
import java.util.Map;
import multiprocessing.spi.KryoSerializer;

/** The main class of the JVM whose loaded classes are archived. */
public final class ArchiveTraining {
  private ArchiveTraining() {}

  /** Loads what a child loads, and ends. */
  public static void main(String[] args) {
    byte[] task = new KryoSerializer().dumps(new Nothing());
    WarmUp.library(
        new Preamble("", "", "", Map.of("name", "value"), List.of(), List.of(), task, List.of()));
    WarmUp.initialize(
        List.of(
            "multiprocessing.internal.launch.ChildMain",
            "multiprocessing.internal.launch.ExitReport",
            "multiprocessing.internal.launch.Offer",
            "multiprocessing.internal.launch.ParentWatch",
            "multiprocessing.internal.launch.ParentWatch$1",
            "multiprocessing.internal.launch.Recruit",
            "multiprocessing.internal.launch.StandbyMain",
            "multiprocessing.internal.launch.StandbyMain$Loader",
            "multiprocessing.internal.resource.Candidate",
            "multiprocessing.internal.resource.Family",
            "java.io.RandomAccessFile"));
  }

  /** A task like any other, but that it does nothing. */
  private static final class Nothing implements ChildTask {
    @Override
    public void run(Bootstrap bootstrap, ParentWatch parent) {}
  }
}
