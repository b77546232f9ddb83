package multiprocessing.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import multiprocessing.Ask;
import multiprocessing.Multiprocessing;
import multiprocessing.Process;
import multiprocessing.internal.launch.Standbys;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The janitor is killed together with those who would have replaced it. No other tests run
 * meanwhile: the next founder of any family would do what the founder in the test is to do.
 */
@ProcessTest
@Tag("alone")
class StaleFamiliesTest {
  private static final String SHARED_MEMORY = "/dev/shm";

  @TempDir private Path folder;

  @Test
  void nextFounderRemovesWhatAFamilyLeftThatWasKilledWithItsJanitor() {
    Path name = folder.resolve("semaphore");
    try (ChildJvm program = Kin.start(TrackedNameTest.Maker.class, "made", name)) {
      FamilyFolder stale = Kin.folderOf(program);
      program.awaitLine("done", Ask.LIMIT);
      Kin.killWithItsJanitor(program, stale);
      assertTrue(Kin.exists(name));
      assertTrue(Kin.exists(stale.path()));
      Family.current();
      Kin.awaitGone(stale);
      assertFalse(Kin.exists(name));
    }
  }

  @Test
  void nextFounderAlsoEndsAStandbyThatIsStopped() {
    try (ChildJvm program = Kin.start(HasAStandby.class)) {
      FamilyFolder stale = Kin.folderOf(program);
      String pid = program.awaitLine("standby ", Ask.LIMIT).substring("standby ".length());
      ProcessHandle standby = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      Signal.STOP.send(standby.pid());
      Kin.killWithItsJanitor(program, stale);
      assertTrue(standby.isAlive());
      Family.current();
      Kin.awaitGone(stale);
      Eventually.until("the standby is gone", Kin.SOON, () -> !standby.isAlive());
    }
  }

  @Test
  void severalFoundersAtOnceDoNoHarm() {
    List<ChildJvm> programs = new ArrayList<>();
    try (ChildJvm program = Kin.start(TrackedNameTest.Maker.class, "many", folder.resolve("s"))) {
      FamilyFolder stale = Kin.folderOf(program);
      program.awaitLine("done", Ask.LIMIT);
      Kin.killWithItsJanitor(program, stale);
      for (int i = 0; i < 4; i++) {
        programs.add(Kin.start(Founder.class));
      }
      List<FamilyFolder> founded = programs.stream().map(Kin::folderOf).toList();
      Kin.awaitGone(stale);
      for (FamilyFolder family : founded) {
        assertTrue(Kin.exists(family.path()));
      }
      for (ChildJvm other : programs) {
        other.kill(Signal.KILL);
        assertEquals("", other.stderr());
      }
      founded.forEach(Kin::awaitGone);
    } finally {
      programs.forEach(ChildJvm::close);
    }
  }

  @Test
  void childStartsTheJanitorAnewWhoseFounderIsDead() {
    try (ChildJvm program = Kin.start(FounderWithChild.class, folder)) {
      FamilyFolder family = Kin.folderOf(program);
      Phases.in(folder).await("child", Ask.LIMIT);
      ProcessId first = Kin.janitorOf(family);
      Kin.killWithItsJanitor(program, family);
      ProcessId second = Kin.janitorOf(family);
      assertFalse(first.equals(second));
      Kin.kill(second);
      Kin.janitorOf(family);
      Phases.in(folder).release("child");
      Eventually.until(
          "the child is gone", Ask.LIMIT, () -> Phases.in(folder).at("child").isEmpty());
      Kin.awaitGone(family);
    }
  }

  @Test
  void childStartsAJanitorAlsoWhenItIsKilledLongAfterTheFounder() {
    try (ChildJvm program = Kin.start(FounderWithChild.class, folder)) {
      FamilyFolder family = Kin.folderOf(program);
      Phases.in(folder).await("child", Ask.LIMIT);
      program.kill(Signal.KILL);
      program.awaitExit(Ask.LIMIT);
      Phases.in(folder).await("orphan", Ask.LIMIT);
      ProcessId first = Kin.janitorOf(family);
      Kin.kill(first);
      assertFalse(first.equals(Kin.janitorOf(family)));
      Phases.in(folder).release("child");
      Kin.awaitGone(family);
    }
  }

  @Test
  void livingFamilyWithoutAJanitorIsNotTouched() {
    Path name = folder.resolve("semaphore");
    try (ChildJvm program = Kin.start(TrackedNameTest.Maker.class, "made", name)) {
      FamilyFolder family = Kin.folderOf(program);
      program.awaitLine("done", Ask.LIMIT);
      program.kill(Signal.STOP); // so that it does not replace the janitor
      Kin.kill(Kin.janitorOf(family));
      Family.current();
      try (ChildJvm founder = Kin.start(Founder.class)) {
        Kin.folderOf(founder);
        assertTrue(Kin.exists(name));
        assertTrue(Kin.exists(family.path().resolve(FamilyFolder.LIFE)));
      }
      program.kill(Signal.CONT);
      Kin.janitorOf(family);
      program.kill(Signal.KILL);
      Kin.awaitGone(family);
    }
  }

  @Test
  void folderThatIsJustBeingFoundedIsNotTakenForStale() throws Exception {
    FamilyFolder founding = FamilyFolder.choose(Path.of(SHARED_MEMORY));
    mkdir(founding.path(), "rwx------");
    adopt(founding);
    assertTrue(Kin.exists(founding.path()));
    Files.delete(founding.path());
  }

  @Test
  void folderWhoseFounderWasKilledWhileFoundingIsRemoved() throws Exception {
    FamilyFolder stale = lookAlike("rwx------");
    adopt(stale);
    Kin.awaitGone(stale);
  }

  @Test
  void foldersThatOnlyLookLikeOursAreNotTouched() throws Exception {
    FamilyFolder open = lookAlike("rwxr-xr-x");
    FamilyFolder noFifo = lookAlike("rwx------");
    Files.createFile(noFifo.path().resolve(FamilyFolder.LIFE));
    adopt(open);
    adopt(noFifo);
    assertTrue(Kin.exists(open.path()));
    assertTrue(Kin.exists(noFifo.path().resolve(FamilyFolder.LIFE)));
    Files.delete(noFifo.path().resolve(FamilyFolder.LIFE));
    Files.delete(noFifo.path());
    Files.delete(open.path());
  }

  @Test
  void folderOfAnotherUserIsNotTouched() throws Exception {
    FamilyFolder other = lookAlike("rwx------");
    assumeTrue(giveAway(other.path()), "only root can give a folder away");
    adopt(other);
    assertTrue(Kin.exists(other.path()));
    Files.delete(other.path());
  }

  @Test
  void folderOfAnotherPidNamespaceIsNotTouched() throws Exception {
    Path path = lookAlike("rwx------").path();
    String name = path.getFileName().toString();
    String namespace = Long.toString(ProcessId.pidNamespace(), 36);
    Path elsewhere = path.resolveSibling(name.replace("-" + namespace + "-", "-z-"));
    Files.move(path, elsewhere);
    FamilyFolder other = FamilyFolder.named(elsewhere).orElseThrow();
    adopt(other);
    assertTrue(Kin.exists(elsewhere));
    Files.delete(elsewhere);
  }

  /** As founding does it, but done when this returns. */
  private void adopt(FamilyFolder stale) throws Exception {
    Optional<Janitor> janitor = StaleFamilies.adopt(stale, Files.getOwner(folder));
    if (janitor.isPresent()) {
      assertTrue(janitor.get().awaitEnd(Ask.LIMIT.toMillis()));
    }
  }

  /** A folder of a founder that is dead, without anything in it. */
  private static FamilyFolder lookAlike(String permissions) throws IOException {
    FamilyFolder ours = FamilyFolder.choose(Path.of(SHARED_MEMORY));
    String name = ours.path().getFileName().toString();
    String ticks = "-" + Long.toString(ours.founder().startTicks(), 36) + "-";
    Path dead = ours.path().resolveSibling(name.replaceFirst(ticks, "-1-"));
    mkdir(dead, permissions);
    return FamilyFolder.named(dead).orElseThrow();
  }

  private static void mkdir(Path path, String permissions) throws IOException {
    Files.createDirectory(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static boolean giveAway(Path path) {
    try {
      Files.setAttribute(path, "unix:uid", 65_534);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Main: founds a family, and stays. */
  static final class Founder {
    public static void main(String[] args) throws Exception {
      Kin.found();
      Kin.stay();
    }
  }

  /** Main: founds a family with a standby, and stays. */
  static final class HasAStandby {
    public static void main(String[] args) throws Exception {
      Kin.found();
      Multiprocessing.setForkserverPreload();
      List<Long> ready =
          Eventually.value("a standby", Ask.LIMIT, Standbys::ready, pids -> !pids.isEmpty());
      System.out.println("standby " + ready.get(0));
      Kin.stay();
    }
  }

  /** Main: founds a family with a child that is not daemonic, and stays. */
  static final class FounderWithChild {
    public static void main(String[] args) throws Exception {
      Kin.found();
      String at = args[0];
      Process child =
          new Process(
              () -> {
                Thread orphan =
                    new Thread(
                        () -> {
                          try {
                            Multiprocessing.parentProcess().orElseThrow().join();
                            Phase.passed(Path.of(at), "orphan");
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                        });
                orphan.setDaemon(true);
                orphan.start();
                Phase.reached(Path.of(at), "child");
              });
      child.start();
      Kin.stay();
    }
  }
}
