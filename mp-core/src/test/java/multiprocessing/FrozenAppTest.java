package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of an application that jpackage made, with a runtime that has no java launcher. */
@ProcessTest
class FrozenAppTest {
  @TempDir private static Path image;

  @TempDir private Path folder;

  @BeforeAll
  static void makeImage() throws Exception {
    Path jpackage = Path.of(System.getProperty("java.home"), "bin", "jpackage");
    Assumptions.assumeTrue(Files.isExecutable(jpackage), "this JDK has no jpackage: " + jpackage);
    Path input = Files.createDirectory(image.resolve("input"));
    jar(input.resolve("app.jar"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      if (jar.getFileName().toString().matches("(kryo|mp-|slf4j-api).*[.]jar")) {
        Files.copy(jar, input.resolve(jar.getFileName()));
      }
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of(jpackage.toString(), "--type", "app-image", "--name", "Frozen"));
    command.addAll(List.of("--input", input.toString(), "--main-jar", "app.jar"));
    command.addAll(List.of("--main-class", FrozenMain.class.getName()));
    command.addAll(List.of("--add-modules", "java.base,java.management,jdk.unsupported"));
    command.addAll(List.of("--java-options", "-Dof.image=yes"));
    if (Runtime.version().feature() >= 24) {
      command.addAll(List.of("--java-options", "--sun-misc-unsafe-memory-access=allow"));
    }
    command.addAll(List.of("--dest", image.toString()));
    Path log = image.resolve("log");
    java.lang.Process making =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = making.waitFor(2, TimeUnit.MINUTES);
    making.destroyForcibly();
    assertTrue(ended && making.exitValue() == 0, () -> read(log));
    assertFalse(Files.exists(image.resolve("Frozen/lib/runtime/bin/java")));
  }

  /** The library and these tests in one jar, wherever they were built. */
  private static void jar(Path to) throws Exception {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(to))) {
      for (Class<?> part : List.of(Process.class, FrozenMain.class)) {
        Path root = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(root)) {
          try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
              jar.putNextEntry(new ZipEntry(root.relativize(file).toString()));
              Files.copy(file, jar);
            }
          }
        }
      }
    }
  }

  @Test
  void taskRunsAndTheChildEndsAsAMainWould() throws Exception {
    assertEquals(0, run("greets", "you"));
    assertEquals("hello you\nhook\nProcess-1 0\n6\nend of main\n", out());
    assertEquals("", err());
  }

  @Test
  void exceptionOfTheTaskIsTold() throws Exception {
    assertEquals(0, run("fails"));
    assertEquals("1\nend of main\n", out());
    assertTrue(
        err().startsWith("Process Process-1:\njava.lang.IllegalStateException: as told\n"), err());
  }

  @Test
  void jvmOptionThatTheLauncherCannotTakeIsRefused() throws Exception {
    for (String option : List.of("-Xmx64m", "-Dfile.encoding=UTF-16")) {
      assertEquals(1, run("option", option));
      String said =
          "cannot give the JVM option "
              + option
              + " to a child: the launcher of this application image takes none; build the image"
              + " with jpackage --java-options";
      assertTrue(err().contains("IllegalArgumentException: " + said), err());
    }
  }

  /** A child whose main knows nothing of children may not start children like itself. */
  @Test
  void forgottenCallIsToldAndDoesNotStartProcessesWithoutEnd() throws Exception {
    assertEquals(0, runForgetful("starts"));
    assertTrue(
        err()
            .contains(
                "IllegalStateException: cannot start a process in a child whose main has not"
                    + " called Multiprocessing.freezeSupport(args) first"),
        err());
    assertTrue(
        out()
            .matches(
                "process 'Process-1' ended before its task began: pid=\\d+, exit code 1; does the"
                    + " application's main begin with Multiprocessing.freezeSupport\\(args\\)\\?;"
                    + " its last lines on standard error:\nend of main\n"),
        out());
  }

  private int runForgetful(String... arguments) throws Exception {
    return run(launcher(arguments), "FORGETS");
  }

  private int run(String... arguments) throws Exception {
    return run(launcher(arguments), "REMEMBERS");
  }

  private int run(ProcessBuilder builder, String variable) throws Exception {
    builder.environment().put(variable, "true");
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    java.lang.Process application = builder.start();
    try {
      assertTrue(application.waitFor(Ask.LIMIT.toSeconds(), TimeUnit.SECONDS), () -> out() + err());
      return application.exitValue();
    } finally {
      application.destroyForcibly();
    }
  }

  private static ProcessBuilder launcher(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(image.resolve("Frozen/bin/Frozen").toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private String out() {
    return read(folder.resolve("out"));
  }

  private String err() {
    return read(folder.resolve("err"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
