package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From new to ended, and every way to end. */
class ProcessLifeTest extends EachStartMethod {
  private static final Duration LIMIT = Ask.LIMIT;

  @TempDir private Path folder;

  @Test
  void everyStateIsVisible() throws Exception {
    String at = folder.toString();
    Process process = new Process(() -> Phase.reached(Path.of(at), "task"));
    long self = ProcessHandle.current().pid();
    assertFalse(process.isAlive());
    assertEquals(OptionalLong.empty(), process.pid());
    assertEquals(OptionalInt.empty(), process.exitCode());
    assertEquals(
        "<Process name='" + process.name() + "' parent=" + self + " initial>", process.toString());

    process.start();
    long pid = process.pid().orElseThrow();
    assertEquals(pid, Phases.in(folder).await("task", LIMIT));
    assertTrue(process.isAlive());
    assertEquals(OptionalInt.empty(), process.exitCode());
    assertEquals(List.of(process), Multiprocessing.activeChildren());
    assertFalse(process.join(Duration.ZERO));
    assertFalse(process.join(Duration.ofSeconds(Long.MIN_VALUE)));
    assertEquals(
        "<Process name='" + process.name() + "' pid=" + pid + " parent=" + self + " started>",
        process.toString());

    Phases.in(folder).release("task");
    process.join();
    assertFalse(process.isAlive());
    assertEquals(OptionalInt.of(0), process.exitCode());
    assertEquals(OptionalLong.of(pid), process.pid());
    assertEquals(Optional.empty(), process.startFailure());
    assertEquals(List.of(), Multiprocessing.activeChildren());
    assertTrue(process.join(Duration.ZERO));
    assertEquals(
        "<Process name='"
            + process.name()
            + "' pid="
            + pid
            + " parent="
            + self
            + " stopped exitcode=0>",
        process.toString());
    process.close();
    assertEquals(
        "<Process name='" + process.name() + "' parent=" + self + " closed>", process.toString());
  }

  @Test
  void childKnowsItselfAndItsParent() throws Exception {
    String answer =
        Ask.child(
            Process.builder().name("it's me"),
            () -> {
              Process me = Multiprocessing.currentProcess();
              Process parent = Multiprocessing.parentProcess().orElseThrow();
              return me.name()
                  + (me.pid().orElseThrow() == ProcessHandle.current().pid())
                  + me.isAlive()
                  + parent.pid().orElseThrow()
                  + parent.name()
                  + parent.isAlive()
                  + parent.join(Duration.ZERO);
            });
    long self = ProcessHandle.current().pid();
    assertEquals("it's metruetrue" + self + "MainProcesstruefalse", answer);
    assertEquals(Optional.empty(), Multiprocessing.parentProcess());
  }

  @Test
  void keyOfTheFamilyIsTheSameInTheChild() throws Exception {
    String key = java.util.Arrays.toString(Multiprocessing.currentProcess().authKey());
    assertEquals(
        key,
        Ask.child(() -> java.util.Arrays.toString(Multiprocessing.currentProcess().authKey())));
  }

  @Test
  void exitCodesTellHowItEnded() throws Exception {
    assertEquals(0, endOf(() -> {}));
    assertEquals(7, endOf(() -> System.exit(7)));
    assertEquals(143, endOf(() -> System.exit(143)));
    assertEquals(3, endOf(() -> Runtime.getRuntime().halt(3)));
    assertEquals(
        1,
        endOf(
            () -> {
              throw new java.io.IOException("expected in the output of this test");
            }));
  }

  @Test
  void killAndTerminateTellTheSignal() throws Exception {
    Process killed = inTask("killed");
    killed.kill();
    assertEquals(-9, Ask.end(killed));
    killed.kill(); // nothing happens
    assertTrue(killed.toString().contains("stopped exitcode=-SIGKILL"), killed.toString());
    Process terminated = inTask("terminated");
    terminated.terminate();
    assertEquals(-15, Ask.end(terminated));
    terminated.terminate();
    Process byOthers = inTask("others");
    Signal.KILL.send(byOthers.pid().orElseThrow());
    assertEquals(-9, Ask.end(byOthers));
    assertEquals(Optional.empty(), byOthers.startFailure());
  }

  @Test
  void terminateArrivesAlsoWhileTheJvmBoots() throws Exception {
    for (int i = 0; i < 3; i++) {
      Process process = new Process(() -> new CountDownLatch(1).await());
      process.start();
      process.terminate();
      assertEquals(-15, Ask.end(process));
    }
  }

  @Test
  void childKilledInItsShutdownHooksWasKilled() throws Exception {
    String at = folder.toString();
    Process process =
        new Process(
            () ->
                Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Phase.reached(Path.of(at), "hook"))));
    process.start();
    Phases.in(folder).await("hook", LIMIT);
    process.kill();
    assertEquals(-9, Ask.end(process));
  }

  @Test
  void argumentsArrive() throws Exception {
    String file = folder.resolve("one").toString();
    Process one = new Process(f -> Files.writeString(Path.of(f), "1"), file);
    one.start();
    assertEquals(0, Ask.end(one));
    Process two =
        new Process((f, text) -> Files.writeString(Path.of(f), text), file, "2nd argument");
    two.start();
    assertEquals(0, Ask.end(two));
    assertEquals("2nd argument", Files.readString(folder.resolve("one")));
    Process none = new Process(nothing -> System.exit(nothing == null ? 5 : 6), null);
    none.start();
    assertEquals(5, Ask.end(none));
  }

  @Test
  void fieldsOfASubclassTravelAsTheyAreAtTheStart() throws Exception {
    Writer writer = new Writer(folder.resolve("out").toString());
    writer.text = "set before the start";
    writer.start();
    writer.text = "set after it";
    assertEquals(0, Ask.end(writer));
    assertEquals("set before the start", Files.readString(folder.resolve("out")));
  }

  @Test
  void subclassMayHaveOptionsOfItsOwn() throws Exception {
    Process process = new WithOption();
    process.start();
    assertEquals(42, Ask.end(process));
    assertThrows(
        IllegalArgumentException.class, () -> new WithOption(Process.builder().target(() -> {})));
  }

  @Test
  void targetAndArgumentsAreReleasedAfterTheStart() throws Exception {
    byte[] big = new byte[1000];
    WeakReference<byte[]> reference = new WeakReference<>(big);
    Process process = new Process(bytes -> {}, big);
    big = null;
    process.start();
    assertEquals(0, Ask.end(process));
    Eventually.until(
        "argument is collected",
        LIMIT,
        () -> {
          System.gc();
          return reference.get() == null;
        });
    assertFalse(process.isAlive());
  }

  @Test
  void threadsOfTheTaskAreWaitedForAndHooksRun() throws Exception {
    String at = folder.toString();
    Process process =
        new Process(
            () -> {
              Runtime.getRuntime()
                  .addShutdownHook(new Thread(() -> Phase.passed(Path.of(at), "hook-ran")));
              new Thread(() -> Phase.reached(Path.of(at), "thread")).start();
            });
    process.start();
    Phases.in(folder).await("thread", LIMIT);
    assertTrue(process.isAlive());
    Phases.in(folder).release("thread");
    assertEquals(0, Ask.end(process));
    assertTrue(Files.exists(folder.resolve("hook-ran@" + process.pid().orElseThrow())));
  }

  @Test
  void standardInputIsEmpty() throws Exception {
    assertEquals("-1", Ask.child(() -> Integer.toString(System.in.read())));
  }

  @Test
  void bufferedOutputOfTheTaskIsFlushed() throws Exception {
    String file = folder.resolve("out").toString();
    Process process =
        new Process(
            () -> {
              var buffered = new java.io.BufferedOutputStream(new FileOutputStream(file));
              System.setOut(new java.io.PrintStream(buffered));
              System.out.print("not flushed by the task");
            });
    process.start();
    assertEquals(0, Ask.end(process));
    assertEquals("not flushed by the task", Files.readString(Path.of(file)));
  }

  @Test
  void childWithoutStandardStreamsEndsWell() throws Exception {
    assertEquals(
        0,
        endOf(
            () -> {
              System.setOut(null);
              System.setErr(null);
            }));
    assertEquals(
        1,
        endOf(
            () -> {
              System.setErr(null);
              throw new IllegalStateException("nobody sees this");
            }));
  }

  @Test
  void exceptionGoesToAReplacedErrorStream() throws Exception {
    String file = folder.resolve("err").toString();
    Process process =
        Process.builder()
            .name("sees")
            .target(
                () -> {
                  System.setErr(new java.io.PrintStream(new FileOutputStream(file)));
                  throw new IllegalStateException("why");
                })
            .start();
    assertEquals(1, Ask.end(process));
    List<String> lines = Files.readAllLines(Path.of(file));
    assertEquals("Process sees:", lines.get(0));
    assertEquals("java.lang.IllegalStateException: why", lines.get(1));
    assertTrue(lines.get(2).startsWith("\tat multiprocessing.ProcessLifeTest."), lines.get(2));
  }

  @Test
  void manyProcessesRunAtOnce() throws Exception {
    List<Process> all = new java.util.ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Process process = new Process(code -> System.exit(code), i);
      process.start();
      all.add(process);
    }
    for (int i = 0; i < 8; i++) {
      assertEquals(i, Ask.end(all.get(i)));
    }
  }

  @Test
  void interruptEndsAJoinAndNotTheProcess() throws Exception {
    Process process = inTask("task");
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, process::join);
    assertTrue(process.isAlive());
    Phases.in(folder).release("task");
    assertEquals(0, Ask.end(process));
  }

  @Test
  void noDescriptorStaysOpenAfterAnEnd() throws Exception {
    assertEquals(0, endOf(() -> {}));
    Multiprocessing.shutdown(); // standbys have descriptors, too
    long before = descriptors();
    for (int i = 0; i < 5; i++) {
      assertEquals(0, endOf(() -> {}));
    }
    Multiprocessing.shutdown();
    Eventually.until("descriptors are closed", LIMIT, () -> descriptors() <= before);
  }

  private static long descriptors() {
    try (FileInputStream keptOpen = new FileInputStream("/dev/null")) {
      return new java.io.File("/proc/self/fd").list().length;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Process inTask(String phase) {
    String at = folder.toString();
    Process process = new Process(() -> Phase.reached(Path.of(at), phase));
    process.start();
    Phases.in(folder).await(phase, LIMIT);
    return process;
  }

  private static int endOf(SerializableRunnable task) throws InterruptedException {
    Process process = new Process(task);
    process.start();
    return Ask.end(process);
  }

  static final class Writer extends Process {
    private final String file;
    private String text;

    Writer(String file) {
      this.file = file;
    }

    @Override
    protected void run() throws Exception {
      Files.writeString(Path.of(file), text);
    }
  }

  static final class WithOption extends Process {
    WithOption() {
      this(Process.builder().jvmOptions("-Dcode=42"));
    }

    WithOption(Builder options) {
      super(options);
    }

    @Override
    protected void run() {
      System.exit(Integer.getInteger("code"));
    }
  }
}
