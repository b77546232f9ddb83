package multiprocessing.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import multiprocessing.Process;
import multiprocessing.connection.Pipe;

/**
 * Bytes, not time: the memory of a child that waits for a message and that no other process has.
 */
final class IdleMemoryBenchmark implements Benchmark {

  @Override
  public double run(int units) throws Exception {
    double bytes = 0;
    for (int i = 0; i < units; i++) {
      try (Pipe pipe = Pipe.open()) {
        Process process = new Process(Tasks::answerOnce, pipe.second());
        process.start();
        pipe.first().sendBytes(new byte[] {1});
        byte[] answer = pipe.first().recvBytes();
        if (answer.length != 1) {
          throw new IllegalStateException("wrong answer");
        }
        bytes += privateBytes(process.pid().orElseThrow());
        pipe.first().sendBytes(new byte[0]);
        process.join();
        Tasks.requireGoodEnd(process);
      }
    }
    return bytes / units;
  }

  private static long privateBytes(long pid) throws Exception {
    long kibibytes = 0;
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      if (line.startsWith("Private_Clean:") || line.startsWith("Private_Dirty:")) {
        kibibytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return kibibytes * 1024;
  }
}
