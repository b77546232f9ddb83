package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import multiprocessing.function.SerializableCallable;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child JVM has when nothing is said, and that everything can be said. */
@ProcessTest
class ChildDefaultsTest {
  private static final SerializableCallable<String> HEAP =
      () -> Long.toString(Runtime.getRuntime().maxMemory());
  private static final SerializableCallable<String> OPTIONS =
      () -> ManagementFactory.getRuntimeMXBean().getInputArguments().toString();

  @TempDir private Path folder;

  @Test
  void aFewChildrenHaveAQuarterOfTheMemoryEachAndManyShareHalfOfIt() throws Exception {
    double one = heap(Process.builder());
    assertEquals(1, heap(Process.builder().siblings(2)) / one, 0.05);
    assertEquals(1 / 2.0, heap(Process.builder().siblings(4)) / one, 0.05);
    assertEquals(1 / 5.0, heap(Process.builder().siblings(10)) / one, 0.05);
  }

  @Test
  void ownHeapWinsOverTheSharedOne() throws Exception {
    for (String option : new String[] {"-Xmx64m", "-XX:MaxHeapSize=64m"}) {
      double own = heap(Process.builder().siblings(100).jvmOptions(option));
      assertEquals(64, own / (1 << 20), 3);
    }
    double percent = heap(Process.builder().siblings(100).jvmOptions("-XX:MaxRAMPercentage=10"));
    assertEquals(10 / 25.0, percent / heap(Process.builder()), 0.05);
  }

  @Test
  void collectorIsSerialUnlessAnyKindOfOptionNamesAnother() throws Exception {
    SerializableCallable<String> collectors =
        () ->
            ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(bean -> bean.getName())
                .reduce("", (all, name) -> all + name + ";");
    assertEquals("Copy;MarkSweepCompact;", Ask.child(collectors));
    Process.Builder builder = Process.builder().errorOutput(Output.discard());
    builder.environment(Map.of("JAVA_TOOL_OPTIONS", "-Dx=1 -XX:+UseParallelGC"));
    assertEquals("PS MarkSweep;PS Scavenge;", sorted(Ask.child(builder, collectors)));
  }

  private static String sorted(String names) {
    return java.util.Arrays.stream(names.split(";", -1))
        .filter(name -> !name.isEmpty())
        .sorted()
        .map(name -> name + ";")
        .reduce("", String::concat);
  }

  @Test
  void processorCountThatTheParentWasGivenIsInherited() {
    try (ChildJvm parent =
        Ask.jvm(Asks.class)
            .jvmOptions("-XX:ActiveProcessorCount=3", "-Xmx200m", "-XX:+UseParallelGC")
            .arguments("processors")
            .start()) {
      assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
      assertEquals("3\n", parent.stdout());
    }
  }

  @Test
  void agentsAreInheritedOnRequestWithoutTheDebugger() throws Exception {
    Path jar = agentJar();
    for (String inherit : new String[] {"true", "false"}) {
      try (ChildJvm parent =
          Ask.jvm(Asks.class)
              .directory(folder)
              .jvmOptions(
                  "-javaagent:" + jar.getFileName() + "=option",
                  "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0")
              .arguments("agents", inherit)
              .start()) {
        assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
        boolean there = parent.stdout().contains("-javaagent:" + jar + "=option");
        assertEquals(Boolean.parseBoolean(inherit), there, parent::toString);
        assertFalse(parent.stdout().contains("jdwp"), parent::toString);
      }
    }
  }

  @Test
  void toolOptionsArriveOnlyIfAskedFor() {
    for (String inherit : new String[] {"true", "false"}) {
      try (ChildJvm parent =
          Ask.jvm(Asks.class)
              .environment("JAVA_TOOL_OPTIONS", "-Dtool=1 -XX:+UseParallelGC")
              .environment("JDK_JAVA_OPTIONS", "-Djdk=1")
              .arguments("tools", inherit)
              .start()) {
        assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
        String wanted =
            inherit.equals("true") ? "-Dtool=1 -XX:+UseParallelGC,-Djdk=1\n" : "null,null\n";
        assertEquals(wanted, parent.stdout());
      }
    }
  }

  @Test
  void countOfSiblingsIsAtLeastOne() {
    String said =
        assertThrows(IllegalArgumentException.class, () -> Process.builder().siblings(0))
            .getMessage();
    assertEquals("siblings must be 1 or more, not 0", said);
  }

  @Test
  void standardInputOfAProgramThatAChildStartsIsEmpty() throws Exception {
    assertEquals(
        "/dev/null 0",
        Ask.child(
            () -> {
              java.lang.Process cat =
                  new ProcessBuilder("sh", "-c", "readlink /proc/self/fd/0; cat | wc -c")
                      .redirectInput(ProcessBuilder.Redirect.INHERIT)
                      .start();
              return new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                  .strip()
                  .replaceAll("\\s+", " ");
            }));
  }

  @Test
  void programThatAChildStartsDoesNotHoldTheControlChannel() throws Exception {
    assertEquals(
        "0",
        Ask.child(
            () -> {
              java.lang.Process sh =
                  new ProcessBuilder(
                          "sh", "-c", "ls -l /proc/self/fd | grep -c ' 3 -> pipe' || true")
                      .start();
              return new String(sh.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                  .strip();
            }));
  }

  private static double heap(Process.Builder builder) throws Exception {
    return Double.parseDouble(Ask.child(builder, HEAP));
  }

  private Path agentJar() throws Exception {
    Path jar = folder.toRealPath().resolve("agent.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", Agent.class.getName());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      assertTrue(Files.exists(jar));
      out.finish();
    }
    return jar;
  }

  /** An agent that does nothing. */
  public static final class Agent {
    private Agent() {}

    /** Called by the JVM. */
    public static void premain(String options) {}
  }

  /** Main: prints what its child answers. */
  static final class Asks {
    public static void main(String[] args) throws Exception {
      String answer =
          switch (args[0]) {
            case "processors" ->
                Ask.child(() -> Integer.toString(Runtime.getRuntime().availableProcessors()));
            case "agents" ->
                Ask.child(
                    Process.builder()
                        .directory(Path.of("/"))
                        .inheritAgents(Boolean.parseBoolean(args[1])),
                    OPTIONS);
            default ->
                Ask.child(
                    Process.builder()
                        .errorOutput(Output.discard())
                        .inheritToolOptions(Boolean.parseBoolean(args[1])),
                    () ->
                        System.getenv("JAVA_TOOL_OPTIONS")
                            + ","
                            + System.getenv("JDK_JAVA_OPTIONS"));
          };
      System.out.println(answer);
    }
  }
}
