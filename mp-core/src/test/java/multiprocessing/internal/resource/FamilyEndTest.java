package multiprocessing.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import multiprocessing.Ask;
import multiprocessing.Multiprocessing;
import multiprocessing.Process;
import multiprocessing.connection.Client;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Listener;
import multiprocessing.connection.Pipe;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways in which a family ends, and what is left of it then: nothing. */
@ProcessTest
class FamilyEndTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"KILL", "TERM"})
  void ofTwoNamesWhoseOneIsGoneAlreadyTheOtherIsRemoved(Signal signal) throws Exception {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    try (ChildJvm program = Kin.start(TwoNames.class, first, second)) {
      FamilyFolder family = Kin.folderOf(program);
      program.awaitLine("made", Ask.LIMIT);
      Files.delete(first);
      program.kill(signal);
      assertEquals(signal.exitStatus(), program.awaitExit(Ask.LIMIT));
      Kin.awaitGone(family);
      assertFalse(Kin.exists(second));
      assertEquals("", program.stderr());
    }
  }

  @Test
  void cleanProgramPrintsNothingAndLeavesNothing() {
    Path socket = folder.resolve("socket");
    try (ChildJvm program = Kin.start(Clean.class, socket, folder.resolve("name"))) {
      FamilyFolder family = Kin.folderOf(program);
      assertEquals(0, program.awaitExit(Ask.LIMIT), program::toString);
      assertEquals("", program.stderr());
      Kin.awaitGone(family);
      assertFalse(Kin.exists(socket));
      assertFalse(Kin.exists(folder.resolve("name")));
    }
  }

  @Test
  void socketOfAKilledListenerIsRemovedWithItsFamily() throws Exception {
    Path socket = folder.resolve("socket");
    try (ChildJvm program = Kin.start(Listens.class, socket)) {
      FamilyFolder family = Kin.folderOf(program);
      program.awaitLine("listening", Ask.LIMIT);
      assertTrue(Kin.exists(socket));
      program.kill(Signal.KILL);
      Kin.awaitGone(family);
      assertFalse(Kin.exists(socket));
    }
  }

  @Test
  void socketThatAnotherListenerMadeInItsPlaceIsNotTouched() throws Exception {
    Path socket = folder.resolve("socket");
    try (ChildJvm program = Kin.start(Listens.class, socket)) {
      FamilyFolder family = Kin.folderOf(program);
      program.awaitLine("listening", Ask.LIMIT);
      Files.delete(socket);
      try (Listener ours = new Listener(UnixDomainSocketAddress.of(socket))) {
        program.kill(Signal.KILL);
        Kin.awaitGone(family);
        try (Connection client = Client.connect(ours.address());
            Connection server = ours.accept()) {
          client.send("still there");
          assertEquals("still there", server.recv());
        }
      }
      assertFalse(Kin.exists(socket));
    }
  }

  @Test
  void grandchildThatOutlivesItsParentAndTheFounderKeepsTheFamily() {
    Path name = folder.resolve("name");
    try (ChildJvm program = Kin.start(FounderOfThree.class, folder, name)) {
      FamilyFolder family = Kin.folderOf(program);
      assertEquals(0, program.awaitExit(Ask.LIMIT), program::toString);
      Phases.in(folder).await("grandchild", Ask.LIMIT);
      assertTrue(Kin.exists(family.path()));
      assertTrue(Kin.exists(name));
      Phases.in(folder).release("grandchild");
      Kin.awaitGone(family);
      assertFalse(Kin.exists(name));
    }
  }

  @Test
  void afterTheEndANewFamilyCanBeFounded() throws Exception {
    Path first = Family.current().folder();
    Path name = folder.resolve("name");
    for (int i = 0; i < 3; i++) {
      assertEquals("works", Ask.child(() -> "works"));
      TrackedName tracked = Family.current().track(name);
      Files.createFile(name);
      tracked.made();
      Multiprocessing.shutdown();
      assertFalse(Kin.exists(name));
      assertFalse(Kin.exists(first));
      Path next = Family.current().folder();
      assertNotEquals(first, next);
      first = next;
    }
  }

  /** Main: makes two names, and stays. */
  static final class TwoNames {
    public static void main(String[] args) throws Exception {
      for (String name : args) {
        TrackedName tracked = Kin.found().track(Path.of(name));
        Files.createFile(tracked.target());
        tracked.made();
      }
      System.out.println("made");
      Kin.stay();
    }
  }

  /** Main: uses this and that, closes it, and returns. */
  static final class Clean {
    public static void main(String[] args) throws Exception {
      TrackedName tracked = Kin.found().track(Path.of(args[1]));
      Files.createFile(tracked.target());
      tracked.made();
      try (Listener listener = new Listener(UnixDomainSocketAddress.of(args[0]));
          Pipe pipe = Pipe.open();
          Connection client = Client.connect(listener.address());
          Connection server = listener.accept()) {
        client.send(Ask.child(() -> "works"));
        pipe.first().send(server.recv());
        System.out.println(pipe.second().recv());
      }
      Files.delete(tracked.target());
      tracked.forget();
    }
  }

  /** Main: listens at an address of the user's choice, and stays. */
  static final class Listens {
    public static void main(String[] args) throws Exception {
      Kin.found();
      try (Listener listener = new Listener(UnixDomainSocketAddress.of(args[0]))) {
        System.out.println("listening at " + listener.address());
        Kin.stay();
      }
    }
  }

  /** Main: waits for its child, which exits and leaves a child of its own. */
  static final class FounderOfThree {
    public static void main(String[] args) throws Exception {
      Kin.found();
      Process child =
          new Process(
              (String at, String name) -> {
                new Process(
                        () -> {
                          TrackedName tracked = Family.current().track(Path.of(name));
                          Files.createFile(tracked.target());
                          tracked.made();
                          Phase.reached(Path.of(at), "grandchild");
                        })
                    .start();
                Phases.in(Path.of(at)).await("grandchild", Ask.LIMIT);
                System.exit(0);
              },
              args[0],
              args[1]);
      child.start();
      Ask.end(child);
    }
  }
}
