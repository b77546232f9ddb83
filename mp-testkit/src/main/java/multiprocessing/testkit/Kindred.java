package multiprocessing.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A program of the tests with all processes that come of it, however deep, whoever adopted them: so
 * that a test can kill every one of them, and see what is left.
 *
 * <p>They are known by a variable in their environment, which each inherits. The library's janitor
 * has an environment of its own and is no member; it is known by the program's pid in the name of
 * the folder that it guards.
 */
public final class Kindred {
  private static final String VARIABLE = "MP_TEST_KINDRED";
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** A process between two images has no environment to read, so one empty look is not enough. */
  private static final int EMPTY_LOOKS = 4;

  private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final String mark;
  private final ChildJvm program;

  private Kindred(String mark, ChildJvm program) {
    this.mark = mark;
    this.program = program;
  }

  /**
   * Starts the program.
   *
   * @param mark letters and digits that nothing else on this machine has; what the program makes in
   *     shared memory is to have it in its name
   */
  public static Kindred start(String mark, ChildJvm.Builder program) {
    return new Kindred(mark, program.environment(VARIABLE, mark).start());
  }

  /** The first of the processes. */
  public ChildJvm program() {
    return program;
  }

  /** Those that are alive now; a zombie is not. */
  public List<ProcessHandle> members() {
    String variable = VARIABLE + "=" + mark;
    return processes(
        pid ->
            Stream.of(Processes.read(pid, "environ").split("\0", -1)).anyMatch(variable::equals));
  }

  /** The janitors of the program's family that are alive now. */
  public List<ProcessHandle> janitors() {
    String folder = "/mp-" + program.pid() + "-";
    return processes(pid -> Processes.read(pid, "cmdline").contains(folder)).stream()
        .filter(process -> !process.equals(program.process().toHandle()))
        .filter(process -> Processes.read(process.pid(), "cmdline").contains("mp-janitor"))
        .toList();
  }

  private static List<ProcessHandle> processes(java.util.function.LongPredicate which) {
    return ProcessHandle.allProcesses()
        .filter(process -> which.test(process.pid()) && Processes.state(process.pid()) != 'Z')
        .toList();
  }

  /**
   * Kills members, in random order, until none is found any more.
   *
   * @param alsoJanitors whether the janitors are killed among them
   * @return how many were killed
   */
  public int killAll(Random random, boolean alsoJanitors) {
    int killed = 0;
    int empty = 0;
    while (empty < EMPTY_LOOKS) {
      List<ProcessHandle> found = new ArrayList<>(members());
      if (alsoJanitors) {
        found.addAll(janitors());
      }
      Collections.shuffle(found, random);
      for (ProcessHandle process : found) {
        killed += process.destroyForcibly() ? 1 : 0;
      }
      empty = found.isEmpty() ? empty + 1 : 0;
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    return killed;
  }

  /**
   * What is left: processes, the janitor among them, the family's folder, and what has the mark in
   * its name in shared memory.
   */
  public List<String> remains() {
    List<String> left = new ArrayList<>();
    members().forEach(process -> left.add("process " + Processes.describe(process)));
    janitors().forEach(process -> left.add("janitor " + process.pid()));
    addEntries("mp-" + program.pid() + "-*", left);
    addEntries("*" + mark + "*", left);
    return left;
  }

  private static void addEntries(String glob, List<String> left) {
    if (!Files.isDirectory(SHARED_MEMORY)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(SHARED_MEMORY, glob)) {
      entries.forEach(entry -> left.add("entry " + entry));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + SHARED_MEMORY, e);
    }
  }
}
