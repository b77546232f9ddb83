package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every documented name is there, for all to use, and no type that is not documented. */
class PublicSurfaceTest {
  /** A type, and the names of what it must have; {@code new} is a constructor. */
  private static final String NAMES =
      """
      Process new builder start join isAlive pid exitCode startFailure sentinel terminate kill close
      Process name getName setName isDaemon setDaemon authKey setAuthKey
      Process$Builder target name daemon context jvmOptions environment directory launcher build start
      Multiprocessing currentProcess parentProcess activeChildren cpuCount shutdown freezeSupport
      Multiprocessing setStartMethod getStartMethod getAllStartMethods getContext
      Multiprocessing setExecutable setForkserverPreload getLogger logToStderr
      StartMethod FORKSERVER SPAWN of
      Context startMethod getStartMethod getContext
      Sentinel isReady
      Output inherit discard toFile appendToFile prefixed to merged
      Process interrupt exitDescription lastErrors
      ProcessException new
      ProcessStartException pid exitCode lastErrors
      SerializationException new
      connection.Pipe open first second close
      connection.Connection send recv sendBytes recvBytes recvBytesInto poll close
      connection.Connection isClosed isReadable isWritable isReady
      connection.Listener new accept address lastAccepted close isReady
      connection.Client connect
      connection.Authentication deliverChallenge answerChallenge
      connection.HandshakeOptions timeout allowLegacyMd5
      connection.Wait any
      connection.Waitable isReady of
      connection.BufferTooShortException message
      connection.AuthenticationException new
      function.SerializableRunnable call run
      function.SerializableCallable call
      function.SerializableConsumer accept
      function.SerializableBiConsumer accept
      function.SerializableFunction apply
      function.SerializableBiFunction apply
      spi.Serializer dumps loads
      spi.KryoSerializer new
      spi.Launcher launch DEFAULT
      """;

  @TestFactory
  Stream<DynamicTest> namesAreThere() {
    return NAMES
        .lines()
        .map(
            line ->
                DynamicTest.dynamicTest(line, () -> assertNames(Arrays.asList(line.split(" ")))));
  }

  private static void assertNames(List<String> line) throws ClassNotFoundException {
    Class<?> type = Class.forName("multiprocessing." + line.get(0));
    assertTrue(Modifier.isPublic(type.getModifiers()), type + " is public");
    Set<String> there = new TreeSet<>();
    addPublic(type.getMethods(), there);
    addPublic(type.getFields(), there);
    if (Arrays.stream(type.getDeclaredConstructors()).anyMatch(PublicSurfaceTest::isForAll)) {
      there.add("new");
    }
    assertAll(
        line.subList(1, line.size()).stream()
            .map(name -> () -> assertTrue(there.contains(name), type + " has no " + name)));
  }

  private static void addPublic(Member[] members, Set<String> to) {
    Arrays.stream(members).map(Member::getName).forEach(to::add);
  }

  private static boolean isForAll(Member member) {
    return Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
  }

  /** A type that is public by mistake can never be taken back. */
  @Test
  void noPublicTypeIsUndocumented() throws Exception {
    Set<String> documented = new TreeSet<>();
    NAMES.lines().map(line -> line.split(" ", 2)[0]).forEach(documented::add);
    Set<String> there = new TreeSet<>();
    for (String folder : new String[] {"", "connection", "function", "spi"}) {
      addPublicTypes(folder, there);
    }
    there.removeAll(documented);
    assertEquals(Set.of(), there, "not in the list above; are they meant to be public?");
  }

  private static void addPublicTypes(String folder, Set<String> to) throws Exception {
    Path root =
        Path.of(Process.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("multiprocessing");
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replace('/', '.').replace(".class", "");
        if (!name.endsWith("package-info")
            && Modifier.isPublic(Class.forName("multiprocessing." + name).getModifiers())) {
          to.add(name);
        }
      }
    }
  }
}
