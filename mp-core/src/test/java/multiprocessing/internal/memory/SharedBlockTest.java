package multiprocessing.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedBlockTest {
  @TempDir Path folder;

  @Test
  void aNewOneNeverTakesThePlaceOfAnother() throws IOException {
    Path file = folder.resolve("block");
    SharedBlock first = SharedBlock.create(file, 64);
    first.setVolatile(8, 4711);
    assertThrows(FileAlreadyExistsException.class, () -> SharedBlock.create(file, 64));
    assertEquals(4711, SharedBlock.open(file).getVolatile(8));
  }

  @Test
  void theOpeningOfOneThatIsGoneMakesNone() {
    Path file = folder.resolve("gone");
    assertThrows(NoSuchFileException.class, () -> SharedBlock.open(file));
    assertFalse(Files.exists(file));
  }

  @Test
  void anInterruptedThreadKeepsItsFlagAndGetsTheBlock() throws IOException {
    Path file = folder.resolve("block");
    Thread.currentThread().interrupt();
    SharedBlock made = SharedBlock.create(file, 64);
    SharedBlock opened = SharedBlock.open(file);
    boolean kept = Thread.interrupted();
    made.setVolatile(0, 1);
    assertEquals(1, opened.getVolatile(0));
    assertEquals(true, kept);
  }
}
