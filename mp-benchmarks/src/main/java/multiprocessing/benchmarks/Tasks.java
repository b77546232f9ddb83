package multiprocessing.benchmarks;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import multiprocessing.Process;
import multiprocessing.connection.Connection;

/** What the children are told to do. */
final class Tasks {

  private Tasks() {}

  static void nothing() {}

  static int increment(int value) {
    return value + 1;
  }

  static int length(byte[] bytes) {
    return bytes.length;
  }

  /** Steps of a random generator, each of which needs the one before. */
  static int compute(int steps) {
    int state = 1;
    for (int i = 0; i < steps; i++) {
      state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    }
    return state;
  }

  /** Writes when it began, by the machine's clock. */
  static void writeTime(String file) throws IOException {
    long now = System.nanoTime();
    try (FileOutputStream out = new FileOutputStream(file)) {
      out.write(Long.toString(now).getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Sends one message back and waits for another. */
  static void answerOnce(Connection connection) throws IOException {
    try (connection) {
      connection.sendBytes(connection.recvBytes());
      byte[] ignored = connection.recvBytes();
    }
  }

  static void requireGoodEnd(Process process) {
    if (!process.exitCode().equals(OptionalInt.of(0))) {
      throw new IllegalStateException("child failed: exitCode=" + process.exitCode());
    }
  }
}
