package multiprocessing.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import multiprocessing.Ask;
import multiprocessing.Process;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain files stand for what has a name outside the family's folder. */
@ProcessTest
class TrackedNameTest {
  private static final int MANY = 2_000;

  @TempDir private Path folder;

  @Test
  void whatAKilledFamilyMadeIsRemoved() {
    killAfter("made", "semaphore");
    assertFalse(Kin.exists(folder.resolve("semaphore")));
  }

  @Test
  void whatWasMadeButNotYetSaidToBeIsRemoved() {
    killAfter("made-in-silence", "semaphore");
    assertFalse(Kin.exists(folder.resolve("semaphore")));
  }

  @Test
  void whatWasNeverMadeIsNoFailure() {
    killAfter("announced", "semaphore");
    assertFalse(Kin.exists(folder.resolve("semaphore")));
  }

  @Test
  void whatWasForgottenStays() {
    killAfter("forgotten", "semaphore");
    assertTrue(Kin.exists(folder.resolve("semaphore")));
  }

  @Test
  void whatSomebodyElseMadeUnderTheNameStays() {
    killAfter("replaced", "semaphore");
    assertTrue(Kin.exists(folder.resolve("semaphore")));
  }

  @Test
  void folderUnderTheNameStaysWithAllThatIsInIt() {
    killAfter("replaced-by-folder", "semaphore");
    assertTrue(Kin.exists(folder.resolve("semaphore/file")));
  }

  @Test
  void linkUnderTheNameStaysAndWhatItPointsTo() throws Exception {
    Files.createFile(folder.resolve("pointed-to"));
    killAfter("replaced-by-link", "semaphore");
    assertTrue(Kin.exists(folder.resolve("semaphore")));
    assertTrue(Kin.exists(folder.resolve("pointed-to")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-rf",
        "a b",
        " a",
        "a ",
        "*",
        "[a-z]",
        "$(touch x)",
        "`id`",
        "'",
        "\"",
        "\\n",
        "%",
        ";x",
        "~"
      })
  void anyNameIsRemovedAndNothingBesideIt(String name) throws Exception {
    Files.createFile(folder.resolve("b"));
    killAfter("made", name);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("b")), left.toList());
    }
  }

  @Test
  void thousandsAreRemovedInTime() throws Exception {
    killAfter("many", "semaphore");
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void nameOutlivesItsMakerButNotTheFamily() throws Exception {
    Path name = folder.resolve("semaphore");
    Path phases = Files.createDirectory(folder.resolve("phases"));
    try (ChildJvm program = Kin.start(ChildThatMakes.class, name, phases)) {
      FamilyFolder family = Kin.folderOf(program);
      Phases.in(phases).await("made", Ask.LIMIT);
      Phases.in(phases).kill("made", Signal.KILL);
      program.awaitLine("maker ended with -9", Ask.LIMIT);
      assertTrue(Kin.exists(name));
      program.kill(Signal.KILL);
      Kin.awaitGone(family);
      assertFalse(Kin.exists(name));
    }
  }

  @Test
  void recordSurvivesTheJanitor() {
    Path name = folder.resolve("semaphore");
    try (ChildJvm program = Kin.start(Maker.class, "made", name)) {
      FamilyFolder family = Kin.folderOf(program);
      program.awaitLine("done", Ask.LIMIT);
      ProcessId first = Kin.janitorOf(family);
      Kin.kill(first);
      Eventually.value(
          "another janitor",
          Ask.LIMIT,
          family::janitor,
          now -> now.isPresent() && !now.get().equals(first));
      assertTrue(Kin.exists(name));
      program.kill(Signal.KILL);
      Kin.awaitGone(family);
      assertFalse(Kin.exists(name));
    }
  }

  @Test
  void whoeverOnlyOpensItRemovesNothing() throws Exception {
    Path name = folder.resolve("semaphore");
    TrackedName record = Family.current().track(name);
    Files.createFile(name);
    record.made();
    try (ChildJvm reader = Kin.start(Reader.class, name)) {
      FamilyFolder family = Kin.folderOf(reader);
      reader.awaitLine("open", Ask.LIMIT);
      reader.kill(Signal.KILL);
      Kin.awaitGone(family);
    }
    assertTrue(Kin.exists(name));
    Files.delete(name);
    record.forget();
    record.forget();
  }

  @Test
  void nameThatIsTakenIsRefusedAndNotRecorded() throws Exception {
    Path name = Files.createFile(folder.resolve("semaphore"));
    assertThrows(FileAlreadyExistsException.class, () -> Family.current().track(name));
    assertEquals(0, records());
  }

  @Test
  void nameThatIsUnlinkedBeforeItIsSaidToBeMadeIsForgotten() throws Exception {
    TrackedName name = Family.current().track(folder.resolve("semaphore"));
    assertEquals(1, records());
    name.made();
    assertEquals(0, records());
  }

  @Test
  void namesThatAreNoneAreRefused() {
    Family family = Family.current();
    Path tooLong = folder.resolve("x".repeat(256));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> family.track(tooLong));
    assertEquals(
        "name is too long: 256 bytes; at most 255, and the path at most 4095", e.getMessage());
    Path twoLines = folder.resolve("a\nb");
    e = assertThrows(IllegalArgumentException.class, () -> family.track(twoLines));
    assertEquals("name has a control character: '" + twoLines + "'", e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> family.track(Path.of("/")));
    assertEquals("not the name of a file: '/'", e.getMessage());
    Path nowhere = folder.resolve("no-folder/x");
    assertThrows(NoSuchFileException.class, () -> family.track(nowhere));
  }

  @Test
  void forgettingAfterTheFamilyEndedIsNoFailure() throws Exception {
    TrackedName name = Family.current().track(folder.resolve("semaphore"));
    Family.leave();
    name.forget();
  }

  private static long records() throws IOException {
    try (Stream<Path> all = Files.list(Family.current().folder().resolve(FamilyFolder.NAMES))) {
      return all.count();
    }
  }

  private void killAfter(String what, String name) {
    try (ChildJvm program = Kin.start(Maker.class, what, folder.resolve(name))) {
      FamilyFolder family = Kin.folderOf(program);
      program.awaitLine("done", Ask.LIMIT);
      program.kill(Signal.KILL);
      Kin.awaitGone(family);
    }
  }

  /** Main: makes a name, in one way or the other, and stays. */
  static final class Maker {
    public static void main(String[] args) throws Exception {
      Family family = Kin.found();
      Path name = Path.of(args[1]);
      if (args[0].equals("many")) {
        makeMany(family, name);
      } else {
        make(args[0], family.track(name));
      }
      System.out.println("done");
      Kin.stay();
    }

    private static void makeMany(Family family, Path name) throws IOException {
      for (int i = 0; i < MANY; i++) {
        TrackedName record = family.track(name.resolveSibling(name.getFileName() + "-" + i));
        Files.createFile(record.target());
        record.made();
      }
    }

    private static void make(String what, TrackedName record) throws IOException {
      Path name = record.target();
      if (what.equals("announced")) {
        return;
      }
      Files.createFile(name);
      if (what.equals("made-in-silence")) {
        return;
      }
      record.made();
      switch (what) {
        case "forgotten" -> record.forget();
        case "replaced" -> {
          Path other = Files.createFile(name.resolveSibling("other"));
          Files.move(other, name, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        case "replaced-by-folder" -> {
          Files.delete(name);
          Files.createFile(Files.createDirectory(name).resolve("file"));
        }
        case "replaced-by-link" -> {
          Files.delete(name);
          Files.createSymbolicLink(name, name.resolveSibling("pointed-to"));
        }
        default -> {}
      }
    }
  }

  /** Main: its child makes a name. */
  static final class ChildThatMakes {
    public static void main(String[] args) throws Exception {
      Kin.found();
      Process child =
          Process.builder()
              .target(
                  (String name, String phases) -> {
                    TrackedName record = Family.current().track(Path.of(name));
                    Files.createFile(record.target());
                    record.made();
                    Phase.reached(Path.of(phases), "made");
                  },
                  args[0],
                  args[1])
              .start();
      System.out.println("maker ended with " + Ask.end(child));
      Kin.stay();
    }
  }

  /** Main: opens a name that another family made. */
  static final class Reader {
    public static void main(String[] args) throws Exception {
      Kin.found();
      try (java.io.InputStream open = Files.newInputStream(Path.of(args[0]))) {
        System.out.println("open " + open.available());
        Kin.stay();
      }
    }
  }
}
