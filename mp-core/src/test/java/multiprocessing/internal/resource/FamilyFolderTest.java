package multiprocessing.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import multiprocessing.Ask;
import multiprocessing.Multiprocessing;
import multiprocessing.ProcessException;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a family's folder is made, and when none can be. */
@ProcessTest
class FamilyFolderTest {
  @TempDir private Path folder;

  @Test
  void placesThatTakeNoFolderArePassedOver() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path missing = folder.resolve("missing");
    Path place = Files.createDirectory(folder.resolve("place"));
    Family family = Family.found(List.of(missing, file, Path.of("/proc"), place));
    assertEquals(place, family.folder().getParent());
    family.closeAll();
    assertNothingIn(place);
  }

  @Test
  void noPlaceIsAnErrorThatNamesThem() {
    Path missing = folder.resolve("missing");
    ProcessException e =
        assertThrows(
            ProcessException.class, () -> Family.found(List.of(missing, Path.of("/proc"))));
    String message = e.getMessage();
    assertTrue(message.startsWith("no place for the family's private folder: "), message);
    assertTrue(message.contains(missing.toString()), message);
    assertTrue(message.contains("/proc"), message);
    assertTrue(message.endsWith("java.io.tmpdir must be writable"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"it's a \"folder\"", "$HOME `id` $(id)", "*?[a]", " -rf ", "a;b&c|d"})
  void temporaryFolderMayHaveAnyName(String name) throws Exception {
    Path place = Files.createDirectory(folder.resolve(name));
    Family family = Family.found(List.of(place));
    assertEquals(place, family.folder().getParent());
    family.closeAll();
    assertNothingIn(place);
  }

  @Test
  void foldersHaveRoomForNamesOfSockets() {
    // 107 bytes at most on Linux
    assertTrue(Family.current().folder().toString().length() <= 70);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mount -t tmpfs -o size=64k tmpfs /dev/shm",
        "mount -t tmpfs -o ro tmpfs /dev/shm",
        "mount -t tmpfs -o nr_inodes=1 tmpfs /dev/shm"
      })
  void temporaryFolderIsUsedWhereSharedMemoryIsSmallOrNone(String mount) throws Exception {
    assumeTrue(
        canUnshare(mount), "needs root, to mount another /dev/shm in a namespace of its own");
    Path place = Files.createDirectory(folder.resolve("tmp"));
    List<String> command =
        new ArrayList<>(List.of("unshare", "-m", "sh", "-c", mount + " && exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Djava.io.tmpdir=" + place, "-cp", System.getProperty("java.class.path")));
    command.add(Program.class.getName());
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            program.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(program.waitFor(Ask.LIMIT.toSeconds(), TimeUnit.SECONDS));
    assertEquals(0, program.exitValue(), said);
    assertTrue(said.contains("folder " + place + "/mp-"), said);
    assertNothingIn(place);
  }

  private static boolean canUnshare(String mount) throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "-m", "sh", "-c", mount).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertNothingIn(Path place) throws IOException {
    try (Stream<Path> left = Files.list(place)) {
      assertEquals(
          List.of(), left.filter(path -> path.getFileName().toString().startsWith("mp-")).toList());
    }
  }

  @Test
  void founderThatIsKilledAtAnyMomentOfTheFoundingLeavesNothing() throws Exception {
    java.util.Random random = new java.util.Random(4711);
    for (int round = 0; round < 20; round++) {
      try (ChildJvm program = Kin.start(StaleFamiliesTest.Founder.class)) {
        java.util.concurrent.locks.LockSupport.parkNanos(
            TimeUnit.MICROSECONDS.toNanos(random.nextInt(250_000)));
        program.kill(Signal.KILL);
        program.awaitExit(Ask.LIMIT);
        Kin.awaitNothingOf(program.pid());
      }
    }
  }

  /** Main: a child works, and the end is clean. */
  static final class Program {
    public static void main(String[] args) throws Exception {
      Kin.found();
      System.out.println(Ask.child(() -> "works"));
      Multiprocessing.shutdown();
    }
  }
}
