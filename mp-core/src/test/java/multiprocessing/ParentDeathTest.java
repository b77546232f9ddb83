package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a parent ends: daemonic children end, others finish, and then nothing is left. */
class ParentDeathTest extends EachStartMethod {
  @TempDir private Path folder;

  @Test
  void killedParentTakesItsDaemonWithIt() {
    try (ChildJvm parent = parent("true", "stays")) {
      long child = Phases.in(folder).await("task", Ask.LIMIT);
      parent.kill(Signal.KILL);
      assertEquals(137, parent.awaitExit(Ask.LIMIT));
      assertGone(parent, child);
    }
  }

  @Test
  void otherChildOfAKilledParentFinishes() throws Exception {
    try (ChildJvm parent = parent("false", "stays")) {
      long child = Phases.in(folder).await("task", Ask.LIMIT);
      parent.kill(Signal.KILL);
      assertEquals(137, parent.awaitExit(Ask.LIMIT));
      Phases.in(folder).await("orphan", Ask.LIMIT); // it knows that its parent is gone
      assertFalse(foldersOf(parent).isEmpty());
      Phases.in(folder).release("task");
      Eventually.until(
          "the work is done", Ask.LIMIT, () -> Files.exists(folder.resolve("finished@" + child)));
      assertGone(parent, child);
    }
  }

  @Test
  void parentWaitsForItsChildrenAtTheEndOfMain() {
    try (ChildJvm parent = parent("false", "returns")) {
      long child = Phases.in(folder).await("task", Ask.LIMIT);
      parent.awaitLine("end of main", Ask.LIMIT);
      assertTrue(parent.isAlive());
      Phases.in(folder).release("task");
      assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
      assertTrue(Files.exists(folder.resolve("finished@" + child)));
      assertGone(parent, child);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"returns", "exits"})
  void daemonEndsWithItsParent(String how) {
    try (ChildJvm parent = parent("true", how)) {
      assertEquals(how.equals("exits") ? 3 : 0, parent.awaitExit(Ask.LIMIT), parent::toString);
      assertEquals("", parent.stderr());
      assertFalse(Files.exists(folder.resolve("finished")));
      assertGone(parent, pidIn(parent));
    }
  }

  @Test
  void stoppedDaemonEndsWithItsParent() {
    try (ChildJvm parent = parent("true", "returns-after-stop")) {
      assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
      assertGone(parent, pidIn(parent));
    }
  }

  @Test
  void exitOfTheParentLeavesOtherChildrenToFinish() {
    try (ChildJvm parent = parent("false", "exits")) {
      assertEquals(3, parent.awaitExit(Ask.LIMIT), parent::toString);
      long child = pidIn(parent);
      Phases.in(folder).await("task", Ask.LIMIT);
      Phases.in(folder).release("task");
      Eventually.until(
          "the work is done", Ask.LIMIT, () -> Files.exists(folder.resolve("finished@" + child)));
      assertGone(parent, child);
    }
  }

  /** A spawned child boots meanwhile, and a pipe does not hold a task of this size. */
  @Test
  void exitRightAfterAStartDoesNotCutTheTaskOff() {
    try (ChildJvm parent = parent(ExitsAtOnce.class, folder.toString())) {
      assertEquals(3, parent.awaitExit(Ask.LIMIT), parent::toString);
      Eventually.until(
          "the work is done", Ask.LIMIT, () -> Files.exists(folder.resolve("got 10000000")));
      Eventually.until("the folder is gone", Ask.LIMIT, () -> foldersOf(parent).isEmpty());
    }
  }

  @ParameterizedTest(name = "daemon: {0}")
  @ValueSource(strings = {"false", "true"})
  void terminatedParentIsNotHeldUpByChildren(String daemon) {
    try (ChildJvm parent = parent(daemon, "stays")) {
      long child = Phases.in(folder).await("task", Ask.LIMIT);
      parent.kill(Signal.TERM);
      assertEquals(143, parent.awaitExit(Ask.LIMIT));
      Phases.in(folder).release("task");
      assertGone(parent, child);
    }
  }

  @Test
  void otherFamilyIsUntouched() throws Exception {
    String at = folder.toString();
    Process other = new Process(() -> Phase.reached(Path.of(at), "other"));
    other.start();
    long pid = Phases.in(folder).await("other", Ask.LIMIT);
    try (ChildJvm parent = parent("true", "stays")) {
      long child = Phases.in(folder).await("task", Ask.LIMIT);
      parent.kill(Signal.KILL);
      assertEquals(137, parent.awaitExit(Ask.LIMIT));
      assertGone(parent, child);
    }
    assertTrue(ProcessHandle.of(pid).orElseThrow().isAlive());
    assertFalse(foldersOf(ProcessHandle.current().pid()).isEmpty());
    Phases.in(folder).release("other");
    assertEquals(0, Ask.end(other));
  }

  @Test
  void streamsOfTheChildAreThoseOfTheParent() {
    try (ChildJvm parent = parent(Prints.class)) {
      assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
      assertEquals("to stdout\nno end of line", parent.stdout());
      String trace = "to stderr\nProcess speaker:\njava.lang.IllegalStateException: trouble\n\tat ";
      assertTrue(parent.stderr().startsWith(trace), parent.stderr());
    }
  }

  @Test
  void parentWithClosedStreamsWorks() throws Exception {
    String launcher = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh", launcher));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens"))
        .forEach(command::add);
    command.add(told());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            WithoutStreams.class.getName(),
            folder.toString()));
    java.lang.Process parent = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      assertTrue(parent.waitFor(Ask.LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertEquals(1, parent.exitValue()); // the code of its child
      assertTrue(Files.exists(folder.resolve("worked")));
    } finally {
      parent.destroyForcibly();
    }
  }

  private ChildJvm parent(String daemon, String then) {
    return parent(Parent.class, folder.toString(), daemon, then);
  }

  private static long pidIn(ChildJvm parent) {
    return Long.parseLong(parent.awaitLine("child ", Ask.LIMIT).substring("child ".length()));
  }

  private static void assertGone(ChildJvm parent, long child) {
    Eventually.until(
        "the child is gone",
        Ask.LIMIT,
        () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    Eventually.until("the folder is gone", Ask.LIMIT, () -> foldersOf(parent).isEmpty());
  }

  private static String foldersOf(ChildJvm parent) {
    return foldersOf(parent.pid());
  }

  private static String foldersOf(long pid) {
    try (Stream<Path> all = Files.list(Path.of("/dev/shm"))) {
      return all.map(Path::toString)
          .filter(path -> path.contains("/mp-" + pid + "-"))
          .reduce("", String::concat);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Main: starts a child that works until it is released. */
  static final class Parent {
    public static void main(String[] args) throws Exception {
      startsAsTold();
      String at = args[0];
      Process child =
          Process.builder().daemon(Boolean.parseBoolean(args[1])).target(Parent::work, at).start();
      System.out.println("child " + child.pid().orElseThrow());
      switch (args[2]) {
        case "stays" -> new CountDownLatch(1).await();
        case "exits" -> System.exit(3);
        case "returns-after-stop" -> {
          Phases.in(Path.of(at)).await("task", Ask.LIMIT);
          Signal.STOP.send(child.pid().orElseThrow());
        }
        default -> System.out.println("end of main");
      }
    }

    private static void work(String at) throws Exception {
      Thread orphan =
          new Thread(
              () -> {
                try {
                  Multiprocessing.parentProcess().orElseThrow().join();
                  Phase.passed(Path.of(at), "orphan");
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      orphan.setDaemon(true);
      orphan.start();
      Phase.reached(Path.of(at), "task");
      System.out.println("written to whoever listens");
      System.err.println("written to whoever listens");
      Phase.passed(Path.of(at), "finished");
    }
  }

  /** Main: starts a child with a large task, and exits. */
  static final class ExitsAtOnce {
    public static void main(String[] args) {
      startsAsTold();
      new Process(ExitsAtOnce::count, args[0], new byte[10_000_000]).start();
      System.exit(3);
    }

    private static void count(String at, byte[] bytes) throws IOException {
      Files.createFile(Path.of(at, "got " + bytes.length));
    }
  }

  /** Main: a child prints and fails. */
  static final class Prints {
    public static void main(String[] args) throws Exception {
      startsAsTold();
      Process child =
          Process.builder()
              .name("speaker")
              .target(
                  () -> {
                    System.out.print("to stdout\nno end of line");
                    System.err.println("to stderr");
                    throw new IllegalStateException("trouble");
                  })
              .start();
      child.join();
    }
  }

  /** Main: has no standard streams; ends with its child's exit code. */
  static final class WithoutStreams {
    public static void main(String[] args) throws Exception {
      String file = args[0] + "/worked";
      Process child =
          new Process(
              name -> {
                System.out.println("nobody hears this");
                Files.createFile(Path.of(name));
                throw new IllegalStateException("nor this");
              },
              file);
      child.start();
      child.join();
      System.exit(child.exitCode().orElseThrow());
    }
  }
}
