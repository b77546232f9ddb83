package multiprocessing.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import multiprocessing.Ask;
import multiprocessing.Multiprocessing;
import multiprocessing.connection.Pipe;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;

@ProcessTest
class JanitorTest {

  @Test
  void familyThatLivesForAnInstantIsRemoved() {
    for (int i = 0; i < 30; i++) {
      Path folder = Family.current().folder();
      Multiprocessing.shutdown();
      assertFalse(Files.exists(folder));
    }
  }

  @Test
  void folderIsPrivate() throws Exception {
    assertEquals(
        "rwx------",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(Family.current().folder())));
  }

  @Test
  void killedJanitorIsReplacedAndNothingIsLost() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Path folder = Family.current().folder();
      long killed = awaitAnotherThan(0, folder);
      for (int i = 0; i < 10; i++) { // some of them before they have begun
        Signal.KILL.send(killed);
        killed = awaitAnotherThan(killed, folder);
      }
      pipe.first().send("x");
      assertEquals("x", pipe.second().recv());
      assertEquals("still works", Ask.child(() -> "still works"));
      assertTrue(Files.exists(folder));
    }
  }

  private static long awaitAnotherThan(long killed, Path folder) {
    return Eventually.value(
            "another janitor",
            Ask.LIMIT,
            () -> janitorOf(folder),
            now -> now.isPresent() && now.get() != killed)
        .orElseThrow();
  }

  private static Optional<Long> janitorOf(Path folder) {
    List<Long> pids =
        ProcessHandle.current()
            .children()
            .filter(ProcessHandle::isAlive)
            .filter(
                child ->
                    child.info().arguments().stream()
                        .anyMatch(arguments -> List.of(arguments).contains(folder.toString())))
            .map(ProcessHandle::pid)
            .toList();
    return pids.size() == 1 ? Optional.of(pids.get(0)) : Optional.empty();
  }
}
