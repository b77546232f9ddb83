package multiprocessing.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ShareableList, as CPython's tests have it. */
@ProcessTest
class ShareableListTest {
  private ShareableList list;

  @AfterEach
  void removeIt() throws IOException {
    if (list != null) {
      list.close();
      list.unlink();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** CPython's test_shared_memory_ShareableList_basics. */
  @Test
  void itemsAreWhatWasPutIn() throws Exception {
    list = ShareableList.of("howdy", bytes("HoWdY"), -273.154, 100, null, true, 42);
    assertEquals(7, list.size());
    assertEquals("8s8sdqxxxxxx?xxxxxxxx?q", list.format());
    assertEquals("howdy", list.get(0));
    assertArrayEquals(bytes("HoWdY"), (byte[]) list.get(1));
    assertEquals(-273.154, list.get(2));
    assertEquals(100, list.get(3));
    assertNull(list.get(4));
    assertEquals(true, list.get(5));
    assertEquals(42, list.get(6));
    list.set(4, "some");
    list.set(3, 42L);
    assertEquals(42L, list.get(3));
    assertEquals(2, list.count(42));
    assertEquals(3, list.index(42));
    assertEquals(1, list.index(bytes("HoWdY")));
    assertEquals("8s8sdq8sxxxxxxx?q", list.format());
    list.set(4, null);
    assertEquals(1, list.count(null));
    assertEquals(0, list.count("100"));
    assertThrows(IllegalArgumentException.class, () -> list.index(100));
    assertEquals(
        "ShareableList([howdy, [72, 111, 87, 100, 89], -273.154, 42, null, true, 42], name='"
            + list.shm().name()
            + "')",
        list.toString());
  }

  @Test
  void everyKindComesBackAsItself() throws Exception {
    List<Object> items =
        Arrays.asList(
            (byte) -1,
            (short) -300,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            0.1f,
            Double.NaN,
            Float.NaN,
            false,
            "grüß \uD83D\uDE00",
            "",
            null);
    list = ShareableList.of(items.toArray());
    List<Object> seen = new ArrayList<>();
    list.forEach(seen::add);
    assertEquals(items, seen);
  }

  @Test
  void zerosAtTheEndAreKept() throws Exception {
    list = ShareableList.of("ab\0\0", "\0", new byte[9], "12345678");
    assertEquals("ab\0\0", list.get(0));
    assertEquals("\0", list.get(1));
    assertArrayEquals(new byte[9], (byte[]) list.get(2));
    assertEquals("12345678", list.get(3));
    list.set(0, "ab");
    assertEquals("ab", list.get(0));
    list.set(3, new byte[] {1, 0, 0});
    assertArrayEquals(new byte[] {1, 0, 0}, (byte[]) list.get(3));
  }

  @Test
  void replacedItemHasToFit() throws Exception {
    list = ShareableList.of("1234567", 5, "next");
    list.set(0, "12345678");
    assertEquals("12345678", list.get(0));
    String message =
        assertThrows(IllegalArgumentException.class, () -> list.set(0, "123456789")).getMessage();
    assertTrue(message.startsWith("bytes/str item exceeds available storage"), message);
    list.set(0, "äöüß");
    assertThrows(IllegalArgumentException.class, () -> list.set(0, "äääää"));
    assertThrows(IllegalArgumentException.class, () -> list.set(0, "\ud83d"));
    assertEquals("äöüß", list.get(0));
    list.set(1, "five");
    assertEquals("five", list.get(1));
    assertEquals("next", list.get(2));
  }

  @Test
  void wrongIndexAndWrongItemAreRefused() throws Exception {
    list = ShareableList.of(1, 2);
    for (int wrong : new int[] {-1, 2, Integer.MAX_VALUE}) {
      assertThrows(IndexOutOfBoundsException.class, () -> list.get(wrong));
      assertThrows(IndexOutOfBoundsException.class, () -> list.set(wrong, 1));
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> ShareableList.of(1, List.of()))
            .getMessage();
    assertTrue(message.startsWith("item 1: cannot be in a ShareableList: "), message);
    assertThrows(IllegalArgumentException.class, () -> list.set(0, 'x'));
    assertThrows(IllegalArgumentException.class, () -> ShareableList.of("x".repeat(10_000_000)));
    assertEquals(1, list.get(0));
  }

  @Test
  void listIsTheSameInAnotherProcessByNameAndAsAnArgument() throws Exception {
    list = ShareableList.of("a", 1);
    Crew.run(ShareableListTest::writeByName, list.shm().name());
    assertEquals("by name", list.get(0).toString().strip());
    Crew.run(ShareableListTest::writeHere, list);
    assertEquals(2, list.get(1));
  }

  private static void writeByName(String name) throws IOException {
    try (ShareableList list = ShareableList.attach(name)) {
      assertEquals(2, list.size());
      assertEquals("a", list.get(0));
      list.set(0, "by name");
    }
  }

  private static void writeHere(ShareableList list) {
    assertEquals("by name", list.get(0));
    list.set(1, (int) list.get(1) + 1);
  }

  @Test
  void emptyOneHasNoItems() throws Exception {
    list = ShareableList.of();
    try (ShareableList other = ShareableList.attach(list.shm().name())) {
      assertEquals(0, other.size());
      assertFalse(other.iterator().hasNext());
      assertEquals("", other.format());
    }
  }

  @Test
  void nameIsAsForSharedMemory() throws Exception {
    String name = "mp-test-list-" + ProcessHandle.current().pid();
    list = ShareableList.named(name, 1);
    assertEquals(name, list.shm().name());
    assertThrows(FileAlreadyExistsException.class, () -> ShareableList.named(name, 1));
    assertThrows(NoSuchFileException.class, () -> ShareableList.attach(name + "x"));
  }

  @Test
  void memoryThatIsNoListIsRefused() throws Exception {
    try (SharedMemory memory = SharedMemory.create(64)) {
      for (long count : new long[] {-1, 7, 1L << 40, Long.MAX_VALUE, 3}) {
        memory.buf().putLong(0, count);
        IOException e = assertThrows(IOException.class, () -> ShareableList.attach(memory.name()));
        assertTrue(e.getMessage().startsWith("not a ShareableList"), e.getMessage());
      }
      memory.buf().putLong(0, 1).putLong(16, 1000);
      assertThrows(IOException.class, () -> ShareableList.attach(memory.name()));
      memory.unlink();
    }
  }

  @Test
  void afterCloseItRefuses() throws Exception {
    ShareableList closed = ShareableList.of(1);
    closed.close();
    closed.close();
    closed.unlink();
    assertThrows(IllegalStateException.class, () -> closed.get(0));
    assertThrows(IllegalStateException.class, closed::size);
    assertTrue(closed.toString().startsWith("ShareableList(closed, name='psm_"));
  }
}
