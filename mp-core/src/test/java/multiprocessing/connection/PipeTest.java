package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import multiprocessing.Ask;
import multiprocessing.Process;
import multiprocessing.SerializationException;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages: whole, in order, of every size. */
@ProcessTest
class PipeTest {

  @Test
  void closedEndThatIsGivenAwaySaysSo() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.close();
    SerializationException e =
        assertThrows(
            SerializationException.class,
            () -> new Process((Connection end) -> {}, pipe.first()).start());
    assertTrue(e.getMessage().contains("connection is closed"), e.getMessage());
  }

  @Test
  void bothEndsOfADuplexPipeSendAndReceive() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.first().send("there");
      pipe.second().send("back");
      assertEquals("there", pipe.second().recv());
      assertEquals("back", pipe.first().recv(String.class));
      pipe.first().send(null);
      assertNull(pipe.second().recv());
      assertTrue(pipe.first().isReadable() && pipe.first().isWritable());
    }
  }

  @Test
  void bitSetLongerThanItsSerialFormArrives() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      BitSet bits = new BitSet();
      bits.set(64_000);
      pipe.first().send(bits);
      assertEquals(bits, pipe.second().recv());
    }
  }

  @Test
  void buffersTravelAsObjectsToo() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      ByteBuffer small = ByteBuffer.allocate(9).putInt(7).flip();
      ByteBuffer large = ByteBuffer.allocateDirect(8 << 20).putLong(5).putLong(6).position(8);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread sender =
          new Thread(
              () -> {
                try {
                  pipe.first().send(small);
                  pipe.first().send(large);
                } catch (IOException e) {
                  failure.set(e);
                }
              });
      sender.start();
      ByteBuffer received = pipe.second().recv(ByteBuffer.class);
      assertEquals(small, received);
      assertEquals(9, received.capacity());
      received = pipe.second().recv(ByteBuffer.class);
      sender.join();
      assertNull(failure.get());
      assertEquals(large, received);
      assertEquals(8, large.position());
      assertTrue(received.isDirect());
    }
  }

  @Test
  void oneWayPipeRefusesTheOtherWay() throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      Connection reader = pipe.first();
      Connection writer = pipe.second();
      assertFalse(reader.isWritable());
      assertFalse(writer.isReadable());
      assertMessage("connection is read-only", () -> reader.send(1));
      assertMessage("connection is read-only", () -> reader.sendBytes(new byte[0]));
      assertMessage("connection is write-only", writer::recv);
      assertMessage("connection is write-only", writer::poll);
      assertMessage("connection is write-only", () -> writer.poll(Duration.ZERO));
    }
  }

  @Test
  void closedEndRefuses() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.close();
    pipe.close();
    assertTrue(pipe.first().isClosed());
    assertMessage("connection is closed", () -> pipe.first().send(1));
    assertMessage("connection is closed", pipe.first()::recv);
    assertMessage("connection is closed", pipe.first()::poll);
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 65_531, 65_535, 65_536, 65_537, 67_108_864})
  void messageOfAnySizeGoesToAChildAndBack(int length) throws Exception {
    byte[] message = new byte[length];
    new Random(length).nextBytes(message);
    try (Pipe pipe = Pipe.open()) {
      Process echo =
          new Process(connection -> connection.sendBytes(connection.recvBytes()), pipe.second());
      echo.start();
      pipe.second().close();
      pipe.first().sendBytes(message);
      assertArrayEquals(message, pipe.first().recvBytes());
      assertThrows(EOFException.class, pipe.first()::recv);
      assertEquals(0, Ask.end(echo));
    }
  }

  @Test
  void messagesArriveInOrder() throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      Process counter =
          new Process(
              to -> {
                for (int i = 0; i < 20_000; i++) {
                  to.sendBytes(ByteBuffer.allocate(4).putInt(0, i));
                }
              },
              pipe.second());
      counter.start();
      pipe.second().close();
      for (int i = 0; i < 20_000; i++) {
        assertEquals(i, ByteBuffer.wrap(pipe.first().recvBytes()).getInt());
      }
      assertThrows(EOFException.class, pipe.first()::recvBytes);
      assertEquals(0, Ask.end(counter));
    }
  }

  @Test
  void recvOfAnotherClassUsesTheMessageUp() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.first().send("text");
      pipe.first().send(2);
      assertThrows(ClassCastException.class, () -> pipe.second().recv(Integer.class));
      assertEquals(2, pipe.second().recv(Integer.class));
    }
  }

  @Test
  void longerMessageThanAcceptedIsSkipped() throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      pipe.second().sendBytes(new byte[10]);
      pipe.second().sendBytes(new byte[] {7});
      assertEquals(
          "maxLength is negative: -1",
          assertThrows(IllegalArgumentException.class, () -> pipe.first().recvBytes(-1))
              .getMessage());
      IOException tooLong = assertThrows(IOException.class, () -> pipe.first().recvBytes(9));
      assertTrue(tooLong.getMessage().startsWith("bad message length: 10 bytes, at most 9"));
      assertArrayEquals(new byte[] {7}, pipe.first().recvBytes(1));
      pipe.second().sendBytes(new byte[0]);
      assertEquals(0, pipe.first().recvBytes(0).length);
    }
  }

  @Test
  void partsOfArraysAndBuffersAreSent() throws Exception {
    byte[] bytes = {0, 1, 2, 3, 4};
    try (Pipe pipe = Pipe.open(false)) {
      Connection to = pipe.second();
      to.sendBytes(bytes, 1, 3);
      assertArrayEquals(new byte[] {1, 2, 3}, pipe.first().recvBytes());
      to.sendBytes(bytes, 5, 0);
      assertEquals(0, pipe.first().recvBytes().length);
      assertThrows(IndexOutOfBoundsException.class, () -> to.sendBytes(bytes, 3, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> to.sendBytes(bytes, -1, 1));
      for (ByteBuffer buffer :
          new ByteBuffer[] {
            ByteBuffer.wrap(bytes),
            ByteBuffer.allocateDirect(5).put(bytes).flip(),
            ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
            ByteBuffer.wrap(new byte[] {9, 0, 1, 2, 3, 4}, 1, 5).slice()
          }) {
        buffer.position(2);
        to.sendBytes(buffer);
        assertEquals(5, buffer.position());
        assertArrayEquals(new byte[] {2, 3, 4}, pipe.first().recvBytes());
      }
    }
  }

  @Test
  void messageIsReceivedIntoABuffer() throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      for (ByteBuffer buffer :
          new ByteBuffer[] {ByteBuffer.allocate(5), ByteBuffer.allocateDirect(5)}) {
        pipe.second().sendBytes(new byte[] {1, 2, 3});
        pipe.second().sendBytes(new byte[] {4, 5, 6});
        buffer.position(1);
        assertEquals(3, pipe.first().recvBytesInto(buffer));
        assertEquals(4, buffer.position());
        assertEquals(3, buffer.get(3));
        BufferTooShortException tooShort =
            assertThrows(BufferTooShortException.class, () -> pipe.first().recvBytesInto(buffer));
        assertArrayEquals(new byte[] {4, 5, 6}, tooShort.message());
        assertEquals(4, buffer.position());
        assertEquals(
            "the message has 3 bytes, the buffer has room for 1; the message is in this exception",
            tooShort.getMessage());
      }
    }
  }

  @Test
  void readOnlyBufferIsRefusedBeforeTheMessageIsUsedUp() throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      pipe.second().sendBytes(new byte[] {1});
      assertThrows(
          IllegalArgumentException.class,
          () -> pipe.first().recvBytesInto(ByteBuffer.allocate(1).asReadOnlyBuffer()));
      assertEquals(1, pipe.first().recvBytes().length);
    }
  }

  @Test
  void pollTellsWhetherAMessageIsThere() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertFalse(pipe.first().poll());
      assertFalse(pipe.first().poll(Duration.ZERO));
      assertFalse(pipe.first().poll(Duration.ofSeconds(-1)));
      assertFalse(pipe.first().poll(Duration.ofSeconds(Long.MIN_VALUE)));
      assertFalse(pipe.first().poll(Duration.ofMillis(5)));
      pipe.second().sendBytes(new byte[0]);
      assertTrue(pipe.first().poll());
      assertTrue(pipe.first().poll(Duration.ofSeconds(-1)));
      assertTrue(pipe.first().poll(Duration.ofSeconds(Long.MAX_VALUE)));
      assertEquals(0, pipe.first().recvBytes().length);
      assertFalse(pipe.first().poll());
    }
  }

  @Test
  void pollWaitsForAChildsMessage() throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      Process child = new Process(to -> to.send("at last"), pipe.second());
      child.start();
      assertTrue(pipe.first().poll(Ask.LIMIT));
      assertEquals("at last", pipe.first().recv());
      assertEquals(0, Ask.end(child));
    }
  }

  @Test
  void nameIsGoneWithTheLastHolder() throws Exception {
    Pipe pipe = Pipe.open(false);
    Path fifo = onlyOpenFifo();
    pipe.first().close();
    assertTrue(Files.exists(fifo));
    pipe.second().close();
    assertFalse(Files.exists(fifo));
  }

  @Test
  void closedPipesLeaveNoDescriptor() throws Exception {
    Pipe.open().close();
    int before = new File("/proc/self/fd").list().length;
    for (int i = 0; i < 500; i++) {
      try (Pipe pipe = Pipe.open()) {
        pipe.first().sendBytes(new byte[1]);
        assertEquals(1, pipe.second().recvBytes().length);
      }
    }
    int after = new File("/proc/self/fd").list().length;
    assertTrue(after < before + 100, before + " descriptors before, " + after + " after");
  }

  @Test
  void endThatIsTwiceInAMessageArrivesAsOne() throws Exception {
    try (Pipe carrier = Pipe.open();
        Pipe pipe = Pipe.open()) {
      carrier.first().send(List.of(pipe.second(), pipe.second()));
      List<?> arrived = carrier.second().recv(List.class);
      try (Connection end = (Connection) arrived.get(0)) {
        assertSame(end, arrived.get(1));
        end.send("once");
      }
      assertEquals("once", pipe.first().recv());
    }
  }

  @Test
  void endTravelsInWhatOnlyJavaSerializationCarries() throws Exception {
    try (Pipe carrier = Pipe.open();
        Pipe pipe = Pipe.open()) {
      carrier.first().send(new Letter("to", pipe.second()));
      try (Connection end = carrier.second().recv(Letter.class).enclosed) {
        end.send("enclosed");
      }
      assertEquals("enclosed", pipe.first().recv());
    }
  }

  /** An exception has hooks of its own. */
  private static final class Letter extends Exception {
    private static final long serialVersionUID = 1;

    private final Connection enclosed;

    Letter(String message, Connection enclosed) {
      super(message);
      this.enclosed = enclosed;
    }
  }

  /** The FIFO that this process has open besides the family's own. */
  static Path onlyOpenFifo() throws IOException {
    return openFifoBesides(Path.of("/"));
  }

  static Path openFifoBesides(Path known) throws IOException {
    Path found = null;
    for (String descriptor : new File("/proc/self/fd").list()) {
      Path link = Path.of("/proc/self/fd", descriptor);
      if (Files.isSymbolicLink(link)) {
        Path target = Files.readSymbolicLink(link);
        boolean pipe = target.toString().matches("/.*/mp-.*/pipe-.*");
        found = pipe && !target.equals(known) ? target : found;
      }
    }
    return found;
  }

  private static void assertMessage(String expected, Executable refused) {
    assertEquals(expected, assertThrows(IOException.class, refused).getMessage());
  }
}
