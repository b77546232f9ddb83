package multiprocessing.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import multiprocessing.Ask;
import multiprocessing.Process;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ProcessTest
class HoldersTest {
  private static final long NUMBER = (1L << 54) + 1;

  @TempDir private Path folder;

  @Test
  void eachHolderInAProcessCounts() throws Exception {
    Holders holders = Family.current().holders();
    assertFalse(holders.anyone(NUMBER));
    holders.add(NUMBER);
    holders.add(NUMBER);
    holders.remove(NUMBER);
    assertTrue(holders.anyone(NUMBER));
    holders.remove(NUMBER);
    assertFalse(holders.anyone(NUMBER));
    assertFalse(holders.anyone(NUMBER + 1));
    assertThrows(IllegalStateException.class, () -> holders.remove(NUMBER));
  }

  @Test
  void holderInAnotherProcessCountsUntilItIsKilled() throws Exception {
    Holders holders = Family.current().holders();
    String at = folder.toString();
    Process child =
        new Process(
            number -> {
              Family.current().holders().add(number);
              Phase.reached(Path.of(at), "held");
            },
            NUMBER);
    child.start();
    Phases.in(folder).await("held", Ask.LIMIT);
    assertTrue(holders.anyone(NUMBER));
    assertFalse(holders.anyone(NUMBER + 1));
    holders.add(NUMBER);
    holders.remove(NUMBER);
    assertTrue(holders.anyone(NUMBER));
    child.kill();
    assertEquals(-9, Ask.end(child));
    assertFalse(holders.anyone(NUMBER));
  }
}
