package multiprocessing.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InvalidObjectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import multiprocessing.internal.resource.Family;
import multiprocessing.internal.resource.ProcessId;
import multiprocessing.internal.resource.Unique;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ProcessTest
class SharedObjectTest {
  @TempDir Path folder;

  @Test
  void whatBelongsToAnotherFamilyIsRefused() throws Exception {
    Path file = folder.resolve("lock-1");
    SharedBlock theirs = SharedBlock.create(file, 64);
    theirs.setVolatile(0, 7);
    SharedObject.Ticket ticket =
        new SharedObject.Ticket(file.toString(), 5, false, 0, folder.resolve("t").toString());
    InvalidObjectException refused = assertThrows(InvalidObjectException.class, ticket::open);
    assertTrue(refused.getMessage().contains("another family"), refused.getMessage());
    assertEquals(7, SharedBlock.open(file).getVolatile(0));
  }

  @Test
  void whatIsInFlightHasASecondLinkUntilItHasArrived() throws Exception {
    SharedObject object = SharedObject.create("test", 64);
    SharedObject.Ticket ticket = object.ticket();
    assertEquals(2, Files.getAttribute(object.file(), "unix:nlink"));
    SharedObject arrived = ticket.open();
    assertEquals(1, Files.getAttribute(object.file(), "unix:nlink"));
    object.block().setVolatile(0, 3);
    assertEquals(3, arrived.block().getVolatile(0));
  }

  /** Process ids return: a later process of the same id must not give the same names. */
  @Test
  void namesAndNumbersAreOfThisProcessAlone() {
    long pid = ProcessHandle.current().pid();
    long start = ProcessId.of(pid).orElseThrow().startTicks();
    String name = Family.current().newPath("kind").getFileName().toString();
    assertTrue(name.startsWith("kind-" + pid + "-" + Long.toString(start, 36) + "-"), name);
    Set<Long> numbers = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertTrue(numbers.add(Unique.number(58)));
    }
  }
}
