package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import multiprocessing.connection.Pipe;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child has from its parent, and what it has not. */
@ProcessTest
class InheritanceTest {
  @TempDir private Path folder;

  @Test
  void propertiesTravelAsTheyAreAtTheStart() throws Exception {
    try (ChildJvm jvm =
        Ask.jvm(PrintsProperties.class)
            .jvmOptions("-Dgiven=g", "-Dchanged=old", "-Dremoved=r", "-Dempty")
            .start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("g|new|null||set \u00fc\nline 2|\n", jvm.stdout());
    }
  }

  @Test
  void propertiesOfTheProgramAreNotOnTheCommandLine() throws Exception {
    System.setProperty("db.password", "s3cret");
    try (Pipe pipe = Pipe.open()) {
      Process child =
          new Process(
              answer -> {
                answer.send(Files.readString(Path.of("/proc/self/cmdline")));
                answer.send(System.getProperty("db.password"));
              },
              pipe.second());
      child.start();
      assertFalse(pipe.first().recv(String.class).contains("s3cret"));
      assertEquals("s3cret", pipe.first().recv());
      child.join();
    } finally {
      System.clearProperty("db.password");
    }
    try (ChildJvm jvm =
        Ask.jvm(PrintsCommandLineOfChild.class).jvmOptions("-Dgiven.password=s3cret").start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("s3cret false\n", jvm.stdout());
    }
  }

  /** Prints a property of a child, and whether it stands on the child's command line. */
  static final class PrintsCommandLineOfChild {
    private PrintsCommandLineOfChild() {}

    public static void main(String[] arguments) throws Exception {
      Process child =
          new Process(
              () ->
                  System.out.println(
                      System.getProperty("given.password")
                          + " "
                          + Files.readString(Path.of("/proc/self/cmdline"))
                              .contains("given.password")));
      child.start();
      child.join();
    }
  }

  @Test
  void assertionsEncodingAndOpenedPackagesAreInherited() throws Exception {
    try (ChildJvm jvm =
        Ask.jvm(PrintsSettings.class)
            .jvmOptions(
                "-ea:multiprocessing...",
                "-Dfile.encoding=ISO-8859-1",
                "--add-opens",
                "java.base/java.util.zip=ALL-UNNAMED")
            .start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("true ISO-8859-1 true\n", jvm.stdout());
    }
    try (ChildJvm jvm = Ask.jvm(PrintsSettings.class).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertTrue(jvm.stdout().matches("false .* false\n"), jvm.stdout());
    }
  }

  @Test
  void debuggerAgentsJmxHeapAndCollectorAreNotInherited() throws Exception {
    try (ChildJvm jvm =
        Ask.jvm(PrintsArguments.class)
            .jvmOptions(
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
                "-javaagent:" + agentJar(),
                "-Dcom.sun.management.jmxremote.port=0",
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false",
                "-Xmx333m",
                "-XX:+UseParallelGC")
            .environment("JAVA_TOOL_OPTIONS", "-Dtool=1")
            .environment("JDK_JAVA_OPTIONS", "-Djdk=1")
            .start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      String said = jvm.stdout().lines().filter(l -> l.startsWith("child")).findFirst().get();
      for (String absent :
          List.of("jdwp", "javaagent", "jmxremote", "333m", "Parallel", "TOOL", "JDK_JAVA")) {
        assertFalse(said.contains(absent), said);
      }
      assertTrue(said.contains("UseSerialGC"), said);
    }
  }

  @Test
  void ownJvmOptionsWin() throws Exception {
    assertEquals(
        "mine true",
        Ask.child(
            Process.builder().jvmOptions("-Dgc=mine", "-XX:+UseParallelGC", "-Xmx64m"),
            () ->
                System.getProperty("gc")
                    + " "
                    + (ManagementFactory.getGarbageCollectorMXBeans().toString().length() > 0
                        && Runtime.getRuntime().maxMemory() <= 64L << 20)));
  }

  @Test
  void ownPropertyWinsOverTheInheritedOne() throws Exception {
    System.setProperty("mp.test.who", "parent");
    try {
      assertEquals(
          "child",
          Ask.child(
              Process.builder().jvmOptions("-Dmp.test.who=child"),
              () -> System.getProperty("mp.test.who")));
    } finally {
      System.clearProperty("mp.test.who");
    }
  }

  @Test
  void environmentIsAddedAndTheDirectorySet() throws Exception {
    String path = System.getenv("PATH");
    assertEquals(
        "own " + path + " " + folder.toRealPath(),
        Ask.child(
            Process.builder().environment(Map.of("MP_TEST", "own")).directory(folder),
            () ->
                System.getenv("MP_TEST")
                    + " "
                    + System.getenv("PATH")
                    + " "
                    + Path.of("").toRealPath()));
  }

  @Test
  void secretsAreNeitherOnTheCommandLineNorInTheEnvironment() throws Exception {
    String at = folder.toString();
    byte[] key = "a very secret key".getBytes(StandardCharsets.US_ASCII);
    Process process = new Process(() -> Phase.reached(Path.of(at), "task"));
    process.setAuthKey(key);
    process.start();
    long pid = Phases.in(folder).await("task", Ask.LIMIT);
    for (String file : List.of("cmdline", "environ")) {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      assertTrue(text.length() > 10);
      assertFalse(text.contains("a very secret key"), text);
      assertFalse(text.contains(HexFormat.of().formatHex(key)), text);
      assertFalse(text.contains(at), text);
    }
    Phases.in(folder).release("task");
    assertEquals(0, Ask.end(process));
  }

  @Test
  void keyThatWasSetTravels() throws Exception {
    byte[] key = {1, 2, 3};
    String file = folder.resolve("key").toString();
    Process process =
        new Process(() -> Files.write(Path.of(file), Multiprocessing.currentProcess().authKey()));
    process.setAuthKey(key);
    key[0] = 9;
    process.start();
    assertEquals(0, Ask.end(process));
    assertEquals("[1, 2, 3]", Arrays.toString(Files.readAllBytes(Path.of(file))));
  }

  @Test
  void startDoesNotWaitForTheChild() throws Exception {
    byte[] big = new byte[10 << 20];
    Process process =
        Process.builder()
            .launcher(
                builder -> {
                  // the child is stopped before it has read a byte
                  List<String> stopped =
                      new java.util.ArrayList<>(List.of("sh", "-c", "kill -STOP $$; exec \"$@\""));
                  stopped.add("sh");
                  stopped.addAll(builder.command());
                  return builder.command(stopped).start();
                })
            .target(bytes -> System.exit(bytes.length >> 20), big)
            .start();
    assertTrue(process.isAlive());
    long pid = process.pid().orElseThrow();
    Eventually.until("the child is stopped", Ask.LIMIT, () -> state(pid) == 'T');
    Signal.CONT.send(pid);
    assertEquals(10, Ask.end(process));
  }

  private static char state(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return 'X';
    }
  }

  private Path agentJar() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", Agent.class.getName());
    Path jar = folder.resolve("agent.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  /** An agent that does nothing. */
  static final class Agent {
    public static void premain(String arguments) {}
  }

  /** Main: a child prints properties. */
  static final class PrintsProperties {
    public static void main(String[] args) throws Exception {
      System.setProperty("changed", "new");
      System.setProperty("later", "set \u00fc\nline 2");
      System.clearProperty("removed");
      Process process =
          new Process(
              () -> {
                StringBuilder text = new StringBuilder();
                for (String name : List.of("given", "changed", "removed", "empty", "later")) {
                  text.append(System.getProperty(name)).append('|');
                }
                System.out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
              });
      process.start();
      process.join();
    }
  }

  /** Main: a child prints settings of its JVM. */
  static final class PrintsSettings {
    public static void main(String[] args) throws Exception {
      Process process =
          new Process(
              () ->
                  System.out.println(
                      PrintsSettings.class.desiredAssertionStatus()
                          + " "
                          + System.getProperty("file.encoding")
                          + " "
                          + Object.class
                              .getModule()
                              .isOpen("java.util.zip", PrintsSettings.class.getModule())));
      process.start();
      process.join();
    }
  }

  /** Main: a child prints the arguments of its JVM and what it has of the three variables. */
  static final class PrintsArguments {
    public static void main(String[] args) throws Exception {
      Process process =
          new Process(
              () ->
                  System.out.println(
                      "child"
                          + ManagementFactory.getRuntimeMXBean().getInputArguments()
                          + System.getenv().keySet()));
      process.start();
      process.join();
    }
  }
}
