package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.Ask;
import multiprocessing.Process;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Polling tells messages apart, and takes no part of any. */
@ProcessTest
class PollTest {
  private static final List<String> MESSAGES = List.of("hello", "", "a", "b", "", "bye");

  @Test
  void slowMessagesArriveOneByOneEmptyOnesToo() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process child = new Process(PollTest::sendSlowly, pipe.second());
      child.start();
      pipe.second().close();
      List<String> received = new ArrayList<>();
      while (received.size() < MESSAGES.size()) {
        if (pipe.first().poll(Duration.ofMillis(10))) {
          received.add(new String(pipe.first().recvBytes(), StandardCharsets.US_ASCII));
        }
      }
      assertEquals(MESSAGES, received);
      assertEquals(0, Ask.end(child));
    }
  }

  private static void sendSlowly(Connection to) throws IOException {
    for (String message : MESSAGES) {
      LockSupport.parkNanos(20_000_000); // the messages are slow on purpose
      to.sendBytes(message.getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void messagesOfAPipeAreNotMerged() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertNotMerged(pipe.second(), pipe.first());
    }
  }

  @ParameterizedTest
  @EnumSource
  void messagesOfASocketAreNotMerged(SocketPair.Kind kind) throws Exception {
    try (SocketPair pair = SocketPair.open(kind)) {
      assertNotMerged(pair.client(), pair.server());
    }
  }

  private static void assertNotMerged(Connection from, Connection to) throws Exception {
    for (String message : List.of("a", "b", "cd")) {
      from.sendBytes(message.getBytes(StandardCharsets.US_ASCII));
    }
    assertTrue(to.poll(Ask.LIMIT));
    assertArrayEquals(new byte[] {'a'}, to.recvBytes());
    assertTrue(to.poll(Ask.LIMIT));
    assertTrue(to.poll(Ask.LIMIT));
    assertArrayEquals(new byte[] {'b'}, to.recvBytes());
    assertTrue(to.poll(Ask.LIMIT));
    assertArrayEquals(new byte[] {'c', 'd'}, to.recvBytes());
    assertFalse(to.poll());
    assertFalse(to.poll(Duration.ofSeconds(-1)));
  }
}
