package multiprocessing.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import multiprocessing.Multiprocessing;
import multiprocessing.Process;
import multiprocessing.SerializationException;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SharedMemory, as CPython's tests have it, with deaths and full file systems. */
@ProcessTest
class SharedMemoryTest {
  private final String name = "mp-test-" + ProcessHandle.current().pid() + "-" + random();

  private static String random() {
    return Integer.toHexString(ThreadLocalRandom.current().nextInt());
  }

  private static Path file(String name) {
    return Path.of("/dev/shm").resolve(name);
  }

  @Test
  void whatOneWritesTheOtherReads() throws Exception {
    try (SharedMemory memory = SharedMemory.create(name, 512);
        SharedMemory other = SharedMemory.attach(name)) {
      assertEquals(name, memory.name());
      assertEquals(512, memory.size());
      assertEquals(512, other.size());
      assertEquals(512, memory.buf().remaining());
      assertEquals(ByteOrder.nativeOrder(), memory.buf().order());
      memory.buf().put(0, (byte) 42);
      assertEquals(42, other.buf().get(0));
      other.slice(500, 8).putLong(0, -1);
      assertEquals(-1, memory.slice(500, 8).getLong());
      assertEquals("SharedMemory('" + name + "', size=512)", memory.toString());
      memory.unlink();
      assertEquals(42, other.buf().get(0));
      assertThrows(NoSuchFileException.class, memory::unlink);
      NoSuchFileException e =
          assertThrows(NoSuchFileException.class, () -> SharedMemory.attach(name));
      assertTrue(e.getMessage().contains("there is no shared memory named '" + name), e.toString());
    }
  }

  @Test
  void namesAreMadeAsCpythonsAndForThisUserOnly() throws Exception {
    try (SharedMemory memory = SharedMemory.create(1)) {
      assertTrue(memory.name().matches("psm_[0-9a-f]{8}"), memory.name());
      Path file = file(memory.name());
      assertEquals(1, Files.size(file));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      memory.unlink();
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void nameThatIsTakenIsRefused() throws Exception {
    try (SharedMemory memory = SharedMemory.create(name, 8)) {
      memory.buf().putLong(0, 7);
      FileAlreadyExistsException e =
          assertThrows(FileAlreadyExistsException.class, () -> SharedMemory.create(name, 8));
      assertTrue(e.getMessage().contains("named '" + name + "' already"), e.getMessage());
      assertEquals(7, memory.buf().getLong(0));
      memory.unlink();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/a", "../a", "a\0b", "a\nb"})
  void wrongNameIsRefused(String wrong) {
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(wrong, 8));
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.attach(wrong));
  }

  @Test
  void longNameIsRefusedAndTheLongestIsNot() throws Exception {
    String message =
        assertThrows(IllegalArgumentException.class, () -> SharedMemory.create("ä".repeat(128), 8))
            .getMessage();
    assertTrue(message.contains("256 bytes") || message.contains("at most 255"), message);
    try (SharedMemory memory = SharedMemory.create(name + "x".repeat(255 - name.length()), 8)) {
      memory.unlink();
    }
  }

  @Test
  void sizeMustBePositive() {
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(name, 0));
    String message =
        assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(-2)).getMessage();
    assertTrue(message.contains("-2"), message);
  }

  @Test
  void afterCloseItRefusesAndItsBuffersStayValid() throws Exception {
    SharedMemory memory = SharedMemory.create(4096);
    ByteBuffer buffer = memory.buf();
    memory.close();
    memory.close();
    buffer.putInt(0, 1);
    assertEquals(1, buffer.getInt(0));
    String message = assertThrows(IllegalStateException.class, memory::buf).getMessage();
    assertTrue(message.contains("is closed: SharedMemory('psm_"), message);
    assertThrows(IllegalStateException.class, () -> memory.slice(0, 1));
    assertEquals(4096, memory.size());
    memory.unlink();
    assertThrows(NoSuchFileException.class, memory::unlink);
  }

  @Test
  void closeWhileAThreadIsInItHarmsNobody() throws Exception {
    for (int round = 0; round < 20; round++) {
      SharedMemory memory = SharedMemory.create(1 << 20);
      memory.unlink();
      CountDownLatch inside = new CountDownLatch(1);
      Thread writer =
          new Thread(
              () -> {
                ByteBuffer buffer = memory.buf();
                for (int i = 0; i < 1 << 20; i++) {
                  buffer.put(i, (byte) 1);
                  if (i == 1000) {
                    inside.countDown();
                  }
                }
              });
      writer.start();
      inside.await();
      memory.close();
      System.gc();
      writer.join();
    }
  }

  @Test
  void childThatHasTheNameAndOneThatHasTheObjectWriteIntoIt() throws Exception {
    try (SharedMemory memory = SharedMemory.create(name, 10)) {
      Crew.run(SharedMemoryTest::writeByName, name);
      Crew.run(SharedMemoryTest::writeHere, memory);
      byte[] bytes = new byte[10];
      memory.buf().get(bytes);
      assertArrayEquals("howdyHoWdY".getBytes(StandardCharsets.US_ASCII), bytes);
      assertTrue(Files.exists(file(name)), "its end has removed the name");
      memory.unlink();
    }
  }

  private static void writeByName(String name) throws IOException {
    try (SharedMemory memory = SharedMemory.attach(name)) {
      memory.buf().put("howdy".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void writeHere(SharedMemory memory) {
    memory.buf().put(5, "HoWdY".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void whatHasNoNameAnyMoreCannotArrive() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      SharedMemory memory = SharedMemory.create(8);
      pipe.first().send(memory);
      memory.close();
      memory.unlink();
      Throwable e = assertThrows(SerializationException.class, () -> pipe.second().recv());
      while (!(e instanceof NoSuchFileException)) {
        e = e.getCause();
        assertTrue(e != null, "no NoSuchFileException");
      }
    }
  }

  @Test
  void nameGoesWithTheFamily() throws Exception {
    SharedMemory memory = SharedMemory.create(name, 8);
    memory.close();
    Multiprocessing.shutdown();
    assertFalse(Files.exists(file(name)));
  }

  @Test
  void nameOfADeadChildStaysUntilTheFamilyEnds() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process child = Crew.start(SharedMemoryTest::makeAndWait, pipe.second());
      String made = (String) pipe.first().recv();
      child.kill();
      assertEquals(-9, Crew.end(child));
      try (SharedMemory memory = SharedMemory.attach(made)) {
        assertEquals(7, memory.buf().getLong(0));
      }
      Multiprocessing.shutdown();
      assertFalse(Files.exists(file(made)));
    }
  }

  private static void makeAndWait(Connection told) throws Exception {
    SharedMemory memory = SharedMemory.create(8);
    memory.buf().putLong(0, 7);
    told.send(memory.name());
    new CountDownLatch(1).await();
  }

  /** Its family ends with it, and must not take what has the name by then for its own. */
  @Test
  void nameThatADyingProgramWasAboutToTakeStaysAnothers() throws Exception {
    try (SharedMemory told = SharedMemory.create(8);
        ChildJvm other = ChildJvm.start(Maker.class, told.name(), name)) {
      Crew.until("it fills memory", () -> segment(other.pid()) != null);
      other.kill(Signal.STOP);
      Crew.until("it is stopped", () -> stat(other.pid()).contains(") T "));
      Path filled = segment(other.pid());
      assertTrue(filled != null, "it was too quick");
      assertEquals(7, told.buf().getLong(0)); // it attached that
      try (SharedMemory memory = SharedMemory.create(name, 8)) {
        other.kill(Signal.KILL);
        assertEquals(Signal.KILL.exitStatus(), other.awaitExit(Crew.LIMIT));
        Crew.until("its family ends", () -> !Files.exists(filled.getParent()));
        assertTrue(Files.exists(file(name)));
        memory.unlink();
      }
      told.unlink();
    }
  }

  private static String stat(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path segment(long pid) {
    try (DirectoryStream<Path> segments =
        Files.newDirectoryStream(Path.of("/dev/shm"), "mp-" + pid + "-*")) {
      for (Path family : segments) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(family, "segment-*")) {
          for (Path file : files) {
            return file;
          }
        }
      }
      return null;
    } catch (IOException e) {
      return null; // it is just being made
    }
  }

  /** A program that makes memory that takes a while. */
  static final class Maker {
    private Maker() {}

    public static void main(String[] args) throws IOException {
      SharedMemory.attach(args[0]).buf().putLong(0, 7);
      SharedMemory made = SharedMemory.create(args[1], 2L << 30);
      System.out.println(made);
    }
  }

  @Test
  void attachedNameStaysWhenTheFamilyEnds() throws Exception {
    Files.write(file(name), new byte[16]);
    try (SharedMemory memory = SharedMemory.attach(name)) {
      assertEquals(16, memory.size());
      Multiprocessing.shutdown();
      assertTrue(Files.exists(file(name)));
    } finally {
      Files.delete(file(name));
    }
  }

  @Test
  void moreThanThereIsIsOneExceptionAndLeavesNothing() throws Exception {
    long total = file("").toFile().getTotalSpace();
    assumeTrue(total > 0, "without a limit");
    IOException e = assertThrows(IOException.class, () -> SharedMemory.create(name, total + 1));
    assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
    assertTrue(e.getMessage().contains("bytes free"), e.getMessage());
    assertThrows(IOException.class, () -> SharedMemory.create(Long.MAX_VALUE));
    assertFalse(Files.exists(file(name)));
  }

  @Test
  void whatIsNoSharedMemoryIsNotAttached() throws Exception {
    Files.createSymbolicLink(file(name), Path.of("/etc/passwd"));
    try {
      IOException e = assertThrows(IOException.class, () -> SharedMemory.attach(name));
      assertTrue(e.getMessage().startsWith("not shared memory"), e.getMessage());
    } finally {
      Files.delete(file(name));
    }
    Files.createFile(file(name));
    try {
      IOException e = assertThrows(IOException.class, () -> SharedMemory.attach(name));
      assertTrue(e.getMessage().contains("is empty"), e.getMessage());
    } finally {
      Files.delete(file(name));
    }
  }

  @Test
  void partsOutsideAreRefused() throws Exception {
    try (SharedMemory memory = SharedMemory.create(100)) {
      memory.unlink();
      assertThrows(IndexOutOfBoundsException.class, () -> memory.slice(93, 8));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.slice(-1, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.slice(0, -1));
      assertEquals(0, memory.slice(100, 0).capacity());
      assertThrows(IndexOutOfBoundsException.class, () -> memory.buf().get(100));
    }
  }

  @Test
  void interruptedThreadMakesAndAttaches() throws Exception {
    Thread.currentThread().interrupt();
    try (SharedMemory memory = SharedMemory.create(name, 8);
        SharedMemory other = SharedMemory.attach(name)) {
      memory.buf().put(0, (byte) 1);
      assertEquals(1, other.buf().get(0));
      assertTrue(Thread.interrupted());
      memory.unlink();
    }
  }

  /** Sparse, as CPython makes it: nothing but the touched pages takes memory. */
  @Test
  void memoryBeyondTwoGigabytesIsReachedBySlices() throws Exception {
    long size = (5L << 30) + 123;
    reachEveryPart(size, (1L << 29) + 1);
  }

  @Test
  void memoryOfTerabytesIsReachedBySlices() throws Exception {
    reachEveryPart((3L << 40) + 123, (1L << 38) + 1);
  }

  private void reachEveryPart(long size, long step) throws Exception {
    try (var sparse = new java.io.RandomAccessFile(file(name).toFile(), "rw")) {
      sparse.setLength(size);
    }
    try (SharedMemory memory = SharedMemory.attach(name);
        SharedMemory other = SharedMemory.attach(name)) {
      assertEquals(size, memory.size());
      for (long offset = 0; offset < size - 8; offset += step) {
        memory.slice(offset, 8).putLong(0, offset);
        long before = Math.max(0, offset - (1 << 20));
        ByteBuffer across = other.slice(before, (int) Math.min(1 << 30, size - before));
        assertEquals(offset, across.getLong((int) (offset - before)));
      }
      memory.slice(size - 1, 1).put((byte) 9);
      assertEquals(9, other.slice(size - 124, 124).get(123));
      assertEquals(Integer.MAX_VALUE, memory.slice(1L << 30, Integer.MAX_VALUE).capacity());
      assertThrows(IndexOutOfBoundsException.class, () -> memory.slice(size - 7, 8));
      String cut =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> memory.slice((1L << 30) + 1, Integer.MAX_VALUE))
              .getMessage();
      assertTrue(cut.contains("at most 2^30"), cut);
      IllegalStateException e =
          assertInstanceOf(
              IllegalStateException.class, assertThrows(RuntimeException.class, memory::buf));
      assertTrue(e.getMessage().contains("use slice(offset, length)"), e.getMessage());
    } finally {
      Files.delete(file(name));
    }
  }
}
