package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.internal.classes.ClassSharing;
import multiprocessing.internal.resource.Family;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes from another process, when that one dies, says nonsense, or was never there. */
@ProcessTest
class ClassSharingFaultTest {
  private static final String TASK =
      "package demo; public class Task implements multiprocessing.function.SerializableRunnable {"
          + " public void call() throws Exception {"
          + "   String folder = System.getProperty(\"phases\");"
          + "   multiprocessing.testkit.Phase.reached(java.nio.file.Path.of(folder), \"in-task\");"
          + "   String said;"
          + "   try { said = Helper.says(); } catch (NoClassDefFoundError e) { said = \"\" + e.getCause(); }"
          + "   java.nio.file.Files.writeString(java.nio.file.Path.of(folder, \"said\"), said); } }";
  private static final String HELPER =
      "package demo; class Helper { static String says() { return \"helped\"; } }";

  @TempDir private Path folder;

  @Test
  void parentKilledWhileItServesAClassIsNamedAtOnce() throws Exception {
    assertTrue(saidAfter("serving", Signal.KILL).contains(" has ended or does not answer: "));
  }

  @Test
  void parentKilledBeforeItIsAskedIsNamedAtOnce() throws Exception {
    assertTrue(saidAfter("in-task", Signal.KILL).contains(" has ended or does not answer: "));
  }

  @Test
  void parentThatIsStoppedIsWaitedFor() throws Exception {
    assertEquals("helped", saidAfter("serving", Signal.STOP));
  }

  /** What a child says of a class that it needs when its parent has got a signal in a phase. */
  private String saidAfter(String phase, Signal signal) throws Exception {
    Path classes = Compiled.into(folder.resolve("classes"), TASK, HELPER);
    Path said = folder.resolve("said");
    Phases phases = Phases.in(folder);
    try (ChildJvm parent =
        Ask.jvm(ServesSlowly.class)
            .jvmOptions("-Dphases=" + folder)
            .arguments(classes.toString())
            .start()) {
      phases.await("in-task", Ask.LIMIT);
      if (phase.equals("serving")) {
        phases.release("in-task");
        phases.await("serving", Ask.LIMIT);
      }
      parent.kill(signal);
      phases.release(phase);
      if (signal == Signal.STOP) {
        parent.kill(Signal.CONT);
      }
      Eventually.until("the child has said it", Ask.LIMIT, () -> hasText(said));
      return Files.readString(said);
    }
  }

  private static boolean hasText(Path file) {
    try {
      return Files.exists(file) && Files.size(file) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void damagedAnswerIsNamed() throws Exception {
    byte[] unknownKind = {0, 0, 0, 7, 9, 0, 0, 0, 0, 0, 0};
    byte[] tooLong = {0x7f, 0, 0, 0};
    byte[] tooShort = {0, 0, 0, 2, 1, 0};
    for (byte[] answer : new byte[][] {unknownKind, tooLong, tooShort}) {
      assertEquals(
          "demo.Task cannot be had from process 1: its answer is damaged",
          whatIsSaidAfter(answer).getMessage());
    }
  }

  @Test
  void answerThatEndsTooSoonIsTheEndOfItsProcess() throws Exception {
    String said = whatIsSaidAfter(new byte[] {0, 0, 1, 0, 1}).getMessage();
    assertEquals(
        "demo.Task is not on the class path, and process 1, which may have it, has ended or does not"
            + " answer: got end of file during message: its sender died",
        said);
  }

  /** Asks a process for a class that gives that answer, whatever it is asked. */
  private static ClassNotFoundException whatIsSaidAfter(byte[] answer) throws Exception {
    String process = "1-" + Long.toHexString(System.nanoTime());
    Path socket = Family.current().folder().resolve("classes-" + process);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread answers = new Thread(() -> answerOnce(server, answer), "answers");
      answers.start();
      ClassLoader loader = ClassSharing.loader(process + "-1");
      ClassNotFoundException said =
          assertThrows(ClassNotFoundException.class, () -> loader.loadClass("demo.Task"));
      answers.join();
      return said;
    }
  }

  private static void answerOnce(ServerSocketChannel server, byte[] answer) {
    try (SocketChannel caller = server.accept()) {
      int ignored = caller.read(ByteBuffer.allocate(1024));
      ignored = caller.write(ByteBuffer.wrap(answer));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void processThatIsNotThereIsNamedAndTheClassPathRemains() throws Exception {
    Path unused = Family.current().folder();
    ClassLoader loader = ClassSharing.loader("1-abc-1");
    ClassNotFoundException said =
        assertThrows(ClassNotFoundException.class, () -> loader.loadClass("demo.Task"));
    assertTrue(said.getMessage().startsWith("demo.Task is not on the class path, and process 1,"));
    assertEquals(Ask.class, loader.loadClass(Ask.class.getName()), unused::toString);
    assertEquals(Test.class, loader.loadClass(Test.class.getName()));
    assertTrue(loader.getResource("org/junit/jupiter/api/Test.class") != null);
  }

  /** Main: runs a task of a class loader that takes its time for one class. */
  static final class ServesSlowly {
    public static void main(String[] args) throws Exception {
      Path phases = Path.of(System.getProperty("phases"));
      ClassLoader slow = new Slow(Compiled.loader(Path.of(args[0])).getURLs(), phases);
      Class<?> type = slow.loadClass("demo.Task");
      new Process((SerializableRunnable) type.getConstructor().newInstance()).start();
    }
  }

  private static final class Slow extends java.net.URLClassLoader {
    private final Path phases;

    Slow(java.net.URL[] urls, Path phases) {
      super(urls, Slow.class.getClassLoader());
      this.phases = phases;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.equals("demo.Helper")) {
        Phase.reached(phases, "serving");
      }
      return super.findClass(name);
    }
  }
}
