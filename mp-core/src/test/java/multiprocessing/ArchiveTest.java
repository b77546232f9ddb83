package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The archive of the library's classes: made once, used when it is good, ignored when not. */
@ProcessTest
@HardLimit(seconds = 240)
class ArchiveTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** How an archive goes bad; each is given a record that says that it is good. */
  enum Damage {
    TRUNCATED,
    EMPTY,
    NOISE,
    NOISE_INSIDE
  }

  @TempDir private Path base;
  private Path jar;

  @BeforeEach
  void packsTheLibrary() throws Exception {
    jar = base.resolve("mp-core.jar");
    Path classes =
        Path.of(Process.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        packed.write(Files.readAllBytes(file));
      }
    }
  }

  @Test
  void archiveIsMadeOnceAndUsedFromThenOn() throws Exception {
    assertEquals("archived false\narchived true\n", run("until-made"));
    Path archive = onlyArchive();
    long made = Files.getLastModifiedTime(archive).toMillis();
    assertEquals("archived true\n", run("once"));
    assertEquals(made, Files.getLastModifiedTime(onlyArchive()).toMillis());
    try (Stream<Path> files = Files.list(folder())) {
      assertEquals(3, files.count(), "archive, record and lock");
    }
  }

  @ParameterizedTest
  @EnumSource
  void badArchiveIsNeitherAnErrorNorALine(Damage damage) throws Exception {
    assertEquals("archived false\narchived true\n", run("until-made"));
    Path archive = onlyArchive();
    byte[] bytes = Files.readAllBytes(archive);
    Random random = new Random(1);
    switch (damage) {
      case TRUNCATED -> bytes = Arrays.copyOf(bytes, bytes.length / 3);
      case EMPTY -> bytes = new byte[0];
      case NOISE -> random.nextBytes(bytes);
      case NOISE_INSIDE -> {
        byte[] noise = new byte[bytes.length / 2];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, bytes.length / 4, noise.length);
      }
    }
    Files.delete(archive);
    Files.write(archive, bytes);
    assertTrue(run("once").startsWith("archived ")); // it does not match its record
    Files.deleteIfExists(archive);
    Files.write(archive, bytes);
    forgeRecord(archive, bytes);
    // the JVM may crash of it, so early that it says so on standard output; the task runs once
    assertTrue(run("once").matches("(?s)(|#.*#\n)archived (true|false)\n"));
  }

  @Test
  void twentyThatStartAtOnceMakeOne() throws Exception {
    List<ChildJvm> jvms = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        jvms.add(jvm("until-made").start());
      }
      for (ChildJvm jvm : jvms) {
        assertEquals(0, jvm.awaitExit(LIMIT), jvm::toString);
        assertTrue(jvm.stdout().endsWith("archived true\n"), jvm::toString);
        assertEquals("", jvm.stderr());
      }
    } finally {
      jvms.forEach(ChildJvm::close);
    }
    Path ignored = onlyArchive();
  }

  @Test
  void folderThatCannotBeUsedIsNoError() throws Exception {
    Files.createFile(folder());
    assertEquals("archived false\n", run("once"));
  }

  @Test
  void archivesCanBeTurnedOff() throws Exception {
    try (ChildJvm jvm = jvm("once").jvmOptions("-Dmultiprocessing.archive=false").start()) {
      assertEquals("archived false\n", outputOf(jvm));
    }
    assertTrue(Files.notExists(folder()));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void makerEndsWithAParentThatIsKilled(String step) throws Exception {
    try (ChildJvm jvm = jvm("until-killed").start()) {
      jvm.awaitLine("archived false", LIMIT);
      Eventually.until("it is being made", LIMIT, () -> !makers(step).isEmpty());
      List<ProcessHandle> makers = makers(step);
      jvm.process().destroyForcibly();
      Eventually.until(
          "the maker is gone", LIMIT, () -> makers.stream().noneMatch(ProcessHandle::isAlive));
      assertEquals(List.of(), archives());
    }
    assertEquals("archived false\narchived true\n", run("until-made"));
    Path ignored = onlyArchive();
  }

  /** A word of the command of each JVM that makes an archive. */
  static Set<String> steps() {
    return Runtime.version().feature() < 25
        ? Set.of("-XX:ArchiveClassesAtExit")
        : Set.of("-XX:AOTMode=record", "-XX:AOTMode=create");
  }

  @Test
  void archiveThatAnotherProcessMadeIsUsedByOneWhoseOwnMakerFailed() throws Exception {
    try (ChildJvm jvm = jvm("until-told").start()) {
      jvm.awaitLine("archived false", LIMIT);
      Eventually.until("it is being made", LIMIT, () -> !makers("").isEmpty());
      makers("").forEach(ProcessHandle::destroyForcibly);
      jvm.awaitLine("maker ended", LIMIT);
      assertEquals("archived false\narchived true\n", run("until-made"));
      jvm.process().getOutputStream().close();
      assertEquals("archived false\nmaker ended\narchived true\n", outputOf(jvm));
    }
    Path ignored = onlyArchive();
  }

  private List<ProcessHandle> makers(String step) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().command().orElse("").endsWith("/java")
                    && process.info().commandLine().orElse("").contains(folder() + "/tmp-")
                    && process.info().commandLine().orElse("").contains(step))
        .toList();
  }

  private Path folder() {
    return base.resolve("cache");
  }

  private Path onlyArchive() throws IOException {
    List<Path> archives = archives();
    assertEquals(1, archives.size(), archives::toString);
    return archives.get(0);
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  private static void forgeRecord(Path archive, byte[] bytes) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    Path record = Path.of(archive.toString().replace(".jsa", ".txt"));
    Files.writeString(
        record,
        Files.readString(record)
            .replaceAll("length .*", "length " + bytes.length)
            .replaceAll("checksum .*", "checksum " + sum.getValue()));
  }

  private String run(String how) {
    try (ChildJvm jvm = jvm(how).start()) {
      return outputOf(jvm);
    }
  }

  private static String outputOf(ChildJvm jvm) {
    assertEquals(0, jvm.awaitExit(LIMIT), jvm::toString);
    assertEquals("", jvm.stderr(), jvm::toString);
    return jvm.stdout();
  }

  private ChildJvm.Builder jvm(String how) {
    List<String> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      boolean library = Files.exists(Path.of(entry, "multiprocessing", "Process.class"));
      classPath.add(library ? jar.toString() : entry);
    }
    return Ask.jvm(StartsChildren.class)
        .classPath(String.join(File.pathSeparator, classPath))
        .jvmOptions("-Dmultiprocessing.archive.folder=" + folder())
        .jvmOptions("-Djava.io.tmpdir=" + base)
        .arguments(how, folder().toString());
  }

  /** Main: children say whether they boot with an archive; the last one when it has been made. */
  static final class StartsChildren {
    public static void main(String[] args) throws Exception {
      Multiprocessing.setStartMethod(StartMethod.SPAWN);
      startOne();
      if (args[0].equals("until-killed")) {
        Thread.sleep(LIMIT.toMillis());
      }
      if (args[0].equals("until-told")) {
        Eventually.until("its maker is done", LIMIT, () -> !isBeingMade());
        System.out.println("maker ended");
        int ignored = System.in.read(); // the end of standard input
        startOne();
      }
      if (args[0].equals("until-made")) {
        Eventually.until("the archive is made", LIMIT, () -> hasRecord(Path.of(args[1])));
        Eventually.until("its maker is done", LIMIT, () -> !isBeingMade());
        startOne();
      }
    }

    private static void startOne() throws InterruptedException {
      Process process =
          new Process(
              () ->
                  System.out.println(
                      "archived "
                          + ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                              .anyMatch(
                                  option ->
                                      option.startsWith("-XX:SharedArchiveFile")
                                          || option.startsWith("-XX:AOTCache"))));
      process.start();
      process.join();
      if (process.exitCode().orElseThrow() != 0) {
        throw new IllegalStateException("child ended so: " + process);
      }
    }

    private static boolean hasRecord(Path folder) {
      try (Stream<Path> files = Files.list(folder)) {
        return files.anyMatch(file -> file.toString().endsWith(".txt"));
      } catch (IOException e) {
        return false;
      }
    }

    private static boolean isBeingMade() {
      return Thread.getAllStackTraces().keySet().stream()
          .anyMatch(thread -> thread.getName().startsWith("mp-archive-"));
    }
  }
}
