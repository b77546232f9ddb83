package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A child finds its classes however the parent was given them. */
@ProcessTest
class ClassPathTest {
  @TempDir private Path folder;

  @Test
  void relativeFoldersAreFoundFromAnotherDirectory() throws Exception {
    Path here = folder.toRealPath();
    List<String> relative = new ArrayList<>();
    for (String entry : entries()) {
      relative.add(here.relativize(Path.of(entry).toRealPath()).toString());
    }
    try (ChildJvm jvm =
        Ask.jvm(PrintsFromChild.class)
            .classPath(String.join(File.pathSeparator, relative))
            .directory(here)
            .start()) {
      assertGreeted(jvm);
    }
  }

  @Test
  void manifestOnlyJarIsEnough() throws Exception {
    StringBuilder urls = new StringBuilder();
    for (String entry : entries()) {
      urls.append(Path.of(entry).toUri()).append(' ');
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, urls.toString());
    Path jar = folder.resolve("surefirebooter.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    try (ChildJvm jvm = Ask.jvm(PrintsFromChild.class).classPath(jar.toString()).start()) {
      assertGreeted(jvm);
    }
  }

  @ParameterizedTest(name = "{0} times {1}")
  @CsvSource({"50000, a", "200000, a", "60000, \u4e2d"})
  void longClassPathIsNoTrouble(int length, String letter) throws Exception {
    List<String> longer = new ArrayList<>();
    String entry = folder.resolve(letter.repeat(50)) + "/";
    for (int i = 0; i < length / entry.length(); i++) {
      longer.add(entry);
    }
    longer.addAll(entries());
    assertChildGreetsWith(longer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a space",
        "quo\"te and 'single",
        "\u00fcml\u00e4ut",
        "back\\slash",
        "line\nbreak"
      })
  void pathMayHaveAnyCharacters(String name) throws Exception {
    Path odd = Files.createDirectory(folder.resolve(name));
    Path classes = Path.of(Ask.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path link = Files.createSymbolicLink(odd.resolve("classes"), classes);
    List<String> entries = new ArrayList<>();
    for (String entry : entries()) {
      entries.add(Path.of(entry).equals(classes) ? link.toString() : entry);
    }
    assertTrue(entries.contains(link.toString()));
    assertChildGreetsWith(entries);
    for (int i = 0; i < 1_000; i++) {
      entries.add(odd + "/filler of some more characters, so that an argument file is needed");
    }
    assertChildGreetsWith(entries);
  }

  private void assertChildGreetsWith(List<String> classPath) throws IOException {
    Path file = folder.resolve("class-path");
    Files.writeString(file, String.join(File.pathSeparator, classPath));
    try (ChildJvm jvm =
        Ask.jvm(PrintsFromChild.class)
            .environment("LC_ALL", "C.UTF-8")
            .arguments(file.toString())
            .start()) {
      assertGreeted(jvm);
    }
  }

  private static List<String> entries() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).stream()
        .filter(entry -> new File(entry).exists())
        .toList();
  }

  private static void assertGreeted(ChildJvm jvm) {
    assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
    assertEquals("hello from the child\n", jvm.stdout(), jvm::toString);
  }

  /** Main: a child in another directory prints; its class path may be in a file. */
  static final class PrintsFromChild {
    public static void main(String[] args) throws IOException, InterruptedException {
      if (args.length > 0) {
        System.setProperty("java.class.path", Files.readString(Path.of(args[0])));
      }
      Process process =
          Process.builder()
              .directory(Path.of("/"))
              .target(() -> System.out.println("hello from the child"))
              .start();
      process.join();
    }
  }
}
