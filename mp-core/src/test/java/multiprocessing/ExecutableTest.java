package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which java the children get. */
@ProcessTest
class ExecutableTest {
  @TempDir private Path folder;

  @Test
  void childrenRunWithTheLauncherThatWasSet() throws Exception {
    Path marks = Files.createFile(folder.resolve("marks"));
    Path script = script("echo used >> '" + marks + "'; exec '" + ownJava() + "' \"$@\"");
    try (ChildJvm jvm = Ask.jvm(StartsWith.class).arguments(script.toString()).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("in the child\n", jvm.stdout());
      assertEquals("", jvm.stderr());
    }
    assertEquals(Set.of("used"), Set.copyOf(Files.readAllLines(marks))); // standbys use it, too
  }

  @Test
  void launcherThatIsNotThereIsOneError() throws IOException {
    Path missing = folder.resolve("bin/java");
    assertStartFails("the java that was set is not there: " + missing, missing);
    Path plain = Files.createFile(folder.resolve("plain"));
    assertStartFails("the java that was set is no program that may be run: " + plain, plain);
    assertStartFails("the java that was set is no program that may be run: " + folder, folder);
  }

  private static void assertStartFails(String why, Path java) {
    try (ChildJvm jvm = Ask.jvm(StartsWith.class).arguments(java.toString()).start()) {
      assertEquals(1, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      String said = "ProcessStartException: cannot start process 'Process-1': " + why + "\n";
      assertTrue(jvm.stderr().contains(said), jvm.stderr());
    }
  }

  /** Each JVM refuses the options that only newer ones know. */
  @Test
  void launcherOfAnotherJavaVersionWorks() throws IOException {
    Path other = javaOfAnotherVersion();
    try (ChildJvm jvm = Ask.jvm(StartsWith.class).arguments(other.toString()).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("in the child\n", jvm.stdout(), jvm::toString);
      assertEquals("", jvm.stderr());
    }
  }

  private static Path javaOfAnotherVersion() throws IOException {
    Path home = Path.of(System.getProperty("java.home")).toRealPath();
    try (Stream<Path> beside = Files.list(home.getParent())) {
      for (Path candidate : beside.toList()) {
        Path release = candidate.resolve("release");
        Path java = candidate.resolve("bin/java");
        if (!candidate.toRealPath().equals(home)
            && Files.isExecutable(java)
            && Files.isReadable(release)) {
          return java;
        }
      }
    }
    Assumptions.abort("no second JDK beside " + home);
    throw new AssertionError();
  }

  @Test
  void preloadRefusesNamesThatAreNone() {
    assertEquals(
        "classNames[1]",
        assertThrows(
                NullPointerException.class, () -> Multiprocessing.setForkserverPreload("a.B", null))
            .getMessage());
    assertEquals(
        "classNames[0] is blank",
        assertThrows(
                IllegalArgumentException.class, () -> Multiprocessing.setForkserverPreload(" "))
            .getMessage());
    assertThrows(NullPointerException.class, () -> Multiprocessing.setExecutable(null));
  }

  private Path script(String text) throws IOException {
    Path script = folder.resolve("java");
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private static Path ownJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** Main: a child of the launcher that is named by the argument prints. */
  static final class StartsWith {
    public static void main(String[] args) throws InterruptedException {
      Multiprocessing.setExecutable(Path.of(args[0]));
      Multiprocessing.setStartMethod(StartMethod.SPAWN); // the launcher is used once
      Process process = new Process(() -> System.out.println("in the child"));
      process.start();
      process.join();
    }
  }
}
