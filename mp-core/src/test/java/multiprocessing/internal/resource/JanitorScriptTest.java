package multiprocessing.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import multiprocessing.Ask;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The janitor's shell, whichever it is and wherever it is started. */
@ProcessTest
class JanitorScriptTest {
  @TempDir private Path folder;

  /** Those of them that are installed; busybox comes with its own commands. */
  static Stream<List<String>> shells() {
    List<String> path = List.of(System.getenv("PATH").split(":", -1));
    return Stream.of(
            List.of("dash"),
            List.of("bash", "--posix"),
            List.of("bash"),
            List.of("ksh"),
            List.of("mksh"),
            List.of("busybox", "sh"))
        .filter(shell -> path.stream().anyMatch(at -> Files.exists(Path.of(at, shell.get(0)))));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void anyShellRemovesWhatItShallAndNothingElse(List<String> shell) throws Exception {
    Path family = makeFamily();
    assertEquals(0, run(shell, family));
    assertFalse(Kin.exists(family));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(
          Stream.of("directory", "link", "older", "other inode", "pointed-to")
              .map(folder::resolve)
              .toList(),
          left.sorted().toList());
    }
  }

  /** A folder with a record for each kind of thing; no janitor has been there. */
  private Path makeFamily() throws IOException {
    Path family = Files.createDirectory(folder.resolve("it's a \"$HOME\" * family"));
    Path names = Files.createDirectory(family.resolve(FamilyFolder.NAMES));
    Path plain = Files.createFile(folder.resolve("plain file"));
    record(names, inode(plain), plain);
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      record(names, inode(server.bind(UnixDomainSocketAddress.of(socket)), socket), socket);
    }
    Path other = Files.createFile(folder.resolve("other inode"));
    record(names, "1" + inode(other), other);
    record(names, inode(other).substring(1), other);
    Path directory = Files.createDirectory(folder.resolve("directory"));
    record(names, inode(directory), directory);
    Path target = Files.createFile(folder.resolve("pointed-to"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    record(names, inode(link), link);
    Path older = Files.createFile(folder.resolve("older"));
    Files.setLastModifiedTime(older, FileTime.fromMillis(0));
    record(names, "-", older);
    Path newer = folder.resolve("newer");
    record(names, "-", newer);
    Files.createFile(newer);
    record(names, "-", folder.resolve("never made"));
    record(names, "4711", folder.resolve("gone already"));
    Files.createFile(names.resolve("empty record"));
    Files.createDirectory(family.resolve("more"));
    Files.createFile(family.resolve("more/in it"));
    return family;
  }

  private static String inode(Object made, Path path) throws IOException {
    assertTrue(made instanceof ServerSocketChannel);
    return inode(path);
  }

  private static String inode(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino", java.nio.file.LinkOption.NOFOLLOW_LINKS).toString();
  }

  private static void record(Path names, String inode, Path target) throws IOException {
    Path record = Files.createTempFile(names, "", "");
    String first = inode.equals("-") ? "-" + record.getFileName() : inode;
    Files.writeString(record, first + "\n" + target + "\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void anyShellLetsStoppedCandidatesGoOnAndNobodyElse(List<String> shell) throws Exception {
    Path family = Files.createDirectory(folder.resolve("family"));
    Files.createDirectory(family.resolve(FamilyFolder.NAMES));
    Process candidate = new ProcessBuilder("sleep", "1000").start();
    Process stranger = new ProcessBuilder("sleep", "1000").start();
    try {
      new Candidate(family.resolve("report-1")).record(candidate.pid());
      new Candidate(family.resolve("report-2")).record(1L << 22); // no process has such an id
      Files.createFile(family.resolve("report-3" + Candidate.SUFFIX));
      Files.writeString(
          family.resolve("report-4" + Candidate.SUFFIX), stranger.pid() + " 1\n"); // it was reused
      Files.writeString(family.resolve("report-5" + Candidate.SUFFIX), "4194305 1\n");
      Signal.STOP.send(candidate.pid());
      Signal.STOP.send(stranger.pid());
      assertEquals(0, run(shell, family));
      assertFalse(Kin.exists(family));
      Eventually.until("the candidate goes on", Kin.SOON, () -> !isStopped(candidate.pid()));
      assertTrue(isStopped(stranger.pid()));
    } finally {
      candidate.destroyForcibly().waitFor();
      stranger.destroyForcibly().waitFor();
    }
  }

  private static boolean isStopped(long pid) {
    return text(Path.of("/proc/" + pid + "/stat")).contains(") T ");
  }

  private static int run(List<String> shell, Path family) throws Exception {
    ProcessBuilder builder = JanitorScript.process(family, false);
    List<String> command = new ArrayList<>(shell);
    command.addAll(
        builder.command().subList(builder.command().indexOf("-c"), builder.command().size()));
    Map<String, String> environment = builder.environment();
    environment.put("PATH", environment.get("PATH") + ":" + System.getenv("PATH"));
    Process janitor = builder.command(command).start();
    janitor.getOutputStream().close();
    assertTrue(janitor.waitFor(Ask.LIMIT.toSeconds(), TimeUnit.SECONDS));
    return janitor.exitValue();
  }

  @Test
  void surroundingsOfTheProgramDoNotChangeWhatTheJanitorDoes() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path noise = folder.resolve("noise");
    for (String name :
        List.of("rm", "ls", "mv", "mkdir", "find", "cat", "sed", "grep", "sh", "setsid")) {
      script(bin.resolve(name), "echo " + name + " >>'" + noise + "'");
    }
    Path profile = script(folder.resolve("profile"), "echo profile >>'" + noise + "'; rm() { :; }");
    Path name = folder.resolve("semaphore");
    try (ChildJvm program =
        Ask.jvm(TrackedNameTest.Maker.class)
            .environment("PATH", ".::" + bin + ":" + System.getenv("PATH"))
            .environment("ENV", profile.toString())
            .environment("BASH_ENV", profile.toString())
            .environment("IFS", "/")
            .environment("CDPATH", folder.toString())
            .directory(bin)
            .arguments("made", name.toString())
            .start()) {
      FamilyFolder family = Kin.folderOf(program);
      program.awaitLine("done", Ask.LIMIT);
      program.kill(Signal.KILL);
      Kin.awaitGone(family);
      assertFalse(Kin.exists(name));
      assertFalse(Kin.exists(noise), () -> "was run: " + text(noise));
    }
  }

  private static Path script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "QUIT"})
  void signalsThatAskDoNotEndTheJanitor(Signal signal) {
    try (ChildJvm program = Kin.start(StaleFamiliesTest.Founder.class)) {
      FamilyFolder family = Kin.folderOf(program);
      ProcessId janitor = Kin.janitorOf(family);
      signal.send(janitor.pid());
      program.kill(Signal.KILL);
      Kin.awaitGone(family);
      assertEquals("", program.stderr());
    }
  }

  @Test
  void systemsCommandsGoBeforeTheUsersAndRelativeFoldersAreLeftOut() {
    String system = JanitorScript.path(null);
    assertEquals(system, JanitorScript.path(":.:bin::"));
    assertEquals(system + ":/opt/bin", JanitorScript.path("bin:/opt/bin:"));
    assertTrue(system.startsWith("/usr/bin:/bin"));
  }

  @Test
  void janitorIsSmallAndUsesNoProcessorTime() throws Exception {
    FamilyFolder family = FamilyFolder.named(Family.current().folder()).orElseThrow();
    long pid = Kin.janitorOf(family).pid();
    assumeTrue(Files.exists(Path.of("/proc/" + pid + "/status")), "no /proc here");
    long kilobytes = number(pid, "VmRSS:");
    assertTrue(kilobytes < 8_000, () -> kilobytes + " kB resident");
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    assertTrue(ticks <= 10, () -> ticks + " clock ticks of processor time");
    System.out.printf("janitor: %d kB resident, %d ticks%n", kilobytes, ticks);
  }

  private static long number(long pid, String key) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    }
  }
}
