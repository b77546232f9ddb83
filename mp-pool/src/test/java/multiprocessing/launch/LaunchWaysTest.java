package multiprocessing.launch;

import static multiprocessing.launch.Workshop.jar;
import static multiprocessing.launch.Workshop.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** A program does the same however it is launched. */
@ProcessTest
class LaunchWaysTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path temporary;
  private Path folder;
  private Workshop workshop;

  @BeforeEach
  void makeWorkshop() throws Exception {
    folder = temporary.toRealPath();
    workshop = new Workshop(folder);
  }

  @Test
  void classFolder() throws Exception {
    assertRuns("-cp", workshop.classPath(mainClasses()), "app.Main");
  }

  @Test
  void relativeFolderAndWildcard() throws Exception {
    mainClasses();
    assertRuns("-cp", "libs/*" + File.pathSeparator + "classes", "app.Main");
  }

  @Test
  void jarWhoseManifestNamesTheOthers() throws Exception {
    String libraries =
        workshop.libraries().stream()
            .map(path -> "libs/" + path.getFileName())
            .collect(Collectors.joining(" "));
    jar(
        folder.resolve("app.jar"),
        manifest("Main-Class", "app.Main", "Class-Path", libraries),
        mainClasses());
    assertRuns("-jar", "app.jar");
  }

  @Test
  void shadedJar() throws Exception {
    List<Path> all = new ArrayList<>(List.of(mainClasses()));
    all.addAll(workshop.libraries());
    jar(folder.resolve("all.jar"), manifest("Main-Class", "app.Main"), all.toArray(new Path[0]));
    assertRuns("-jar", "all.jar");
  }

  @Test
  void argumentFile() throws Exception {
    Path classes = mainClasses();
    Files.writeString(
        folder.resolve("arguments"),
        "-ea\n-cp \"" + workshop.classPath(classes) + "\"\n\"-Dapp.word=two words\"\napp.Main\n");
    assertRuns("@arguments");
  }

  @Test
  void springBootJar() throws Exception {
    Path loader =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).stream()
            .filter(entry -> entry.contains("spring-boot-loader"))
            .map(Path::of)
            .findFirst()
            .orElseThrow();
    workshop.springBootJar(loader, mainClasses(), "app.Main");
    assertRuns("-jar", "app.jar");
  }

  @Test
  void sourceFile() throws Exception {
    Path source = Files.createDirectory(folder.resolve("app")).resolve("Main.java");
    Files.writeString(source, Programs.MAIN);
    assertRuns("-cp", workshop.classPath(), source.toString());
  }

  @Test
  void lambdasTypedAtThePromptOfJshell() throws Exception {
    assertJshellRuns("jdi");
  }

  @Test
  @EnabledForJreRange(minVersion = 25) // JDK 17 does not give its local execution the class path
  void lambdasTypedAtThePromptOfJshellThatHasTheLibraryInALoaderOfItsOwn() throws Exception {
    assertJshellRuns("local");
  }

  private void assertJshellRuns(String execution) throws Exception {
    Path script = Files.writeString(folder.resolve("script.jsh"), Programs.SNIPPETS);
    String jshell = Path.of(System.getProperty("java.home"), "bin", "jshell").toString();
    String path = workshop.classPath();
    try (ChildJvm jvm =
        ChildJvm.ofCommand(jshell, "-s", "--execution", execution, "--class-path", path)
            .arguments("-J-Djava.util.prefs.userRoot=" + folder, script.toString())
            .directory(folder)
            .start()) {
      assertEquals(0, jvm.awaitExit(LIMIT), jvm::toString);
      assertEquals(Programs.SNIPPETS_OUTPUT, jvm.stdout(), jvm::toString);
    }
  }

  @Test
  void classLoaderOfItsOwn() throws Exception {
    List<Path> all = new ArrayList<>(List.of(mainClasses()));
    all.addAll(workshop.libraries());
    Path launcher =
        workshop.compile("launcher", List.of(), "Isolates.java", Programs.ISOLATING_LAUNCHER);
    List<String> command = new ArrayList<>(List.of("-cp", launcher.toString(), "Isolates"));
    all.forEach(path -> command.add(path.toString()));
    assertRuns(command.toArray(new String[0]));
  }

  @Test
  void systemClassLoaderOfItsOwn() throws Exception {
    Path loader =
        workshop.compile("loader", List.of(), "OwnLoader.java", Programs.SYSTEM_CLASS_LOADER);
    String path = workshop.classPath(loader);
    assertPrints(
        "-XX:-PrintWarnings", // the JVM tells on standard output that CDS suffers from this
        "-Xlog:disable",
        "-cp",
        path,
        "-Djava.system.class.loader=OwnLoader",
        "-Downloader.path=" + mainClasses(),
        "app.Main");
  }

  @Test
  void modulePath() throws Exception {
    String modules = libs() + File.pathSeparator + moduleClasses("", Programs.MAIN);
    assertRuns("-p", modules, "-m", "my.app/app.Main");
  }

  @Test
  void mainClassNamedWithoutItsModule() throws Exception {
    String modules = libs() + File.pathSeparator + moduleClasses("", Programs.MAIN);
    assertRuns("--module-path=" + modules, "--add-modules", "my.app", "app.Main");
  }

  @Test
  void classesOfAnOpenPackageNeedNotBeSerializable() throws Exception {
    String main = Programs.MAIN.replace("implements java.io.Serializable", "");
    String opened = "opens app to multiprocessing.core;";
    assertRuns(
        "-p", libs() + File.pathSeparator + moduleClasses(opened, main), "-m", "my.app/app.Main");
  }

  @Test
  void classOfAClosedPackageIsRefusedWithTheLineThatIsMissing() throws Exception {
    String main = Programs.MAIN.replace("implements java.io.Serializable", "");
    Path classes = moduleClasses("", main);
    try (ChildJvm jvm =
        ChildJvm.ofCommand(
                java(), "-p", libs() + File.pathSeparator + classes, "-m", "my.app/app.Main")
            .directory(folder)
            .start()) {
      assertEquals(1, jvm.awaitExit(LIMIT), jvm::toString);
      String said =
          "multiprocessing.SerializationException: task.process.arguments[1]: app.Point is not"
              + " serializable, and its module does not open its package; make it Serializable, or"
              + " add 'opens app to multiprocessing.core;' to the module-info of my.app";
      assertTrue(jvm.stderr().contains(said), jvm::toString);
    }
  }

  private String libs() {
    return folder.resolve("libs").toString();
  }

  private Path moduleClasses(String directive, String main) throws Exception {
    String module =
        "module my.app { requires multiprocessing.core; requires multiprocessing.pool; "
            + directive
            + " }";
    return workshop.compile(
        "module", List.of("-p", libs()), "module-info.java", module, "app/Main.java", main);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private Path mainClasses() throws Exception {
    return workshop.compile(
        "classes", List.of("-cp", workshop.classPath()), "app/Main.java", Programs.MAIN);
  }

  private void assertRuns(String... arguments) {
    assertEquals("", assertPrints(arguments));
  }

  /** Returns what it has printed on standard error. */
  private String assertPrints(String... arguments) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(List.of(arguments));
    try (ChildJvm jvm =
        ChildJvm.ofCommand(command.toArray(new String[0])).directory(folder).start()) {
      assertEquals(0, jvm.awaitExit(LIMIT), jvm::toString);
      assertEquals(Programs.OUTPUT, jvm.stdout(), jvm::toString);
      return jvm.stderr();
    }
  }
}
