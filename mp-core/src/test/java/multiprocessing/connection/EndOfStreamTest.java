package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import multiprocessing.Ask;
import multiprocessing.Process;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the holders of one end go, the other end learns of it. */
@ProcessTest
class EndOfStreamTest {
  @TempDir private Path folder;

  @Test
  void closedEndIsTheEndAfterWhatWasSent() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.second().send("last");
      pipe.second().close();
      assertTrue(pipe.first().poll());
      assertEquals("last", pipe.first().recv());
      assertTrue(pipe.first().poll());
      assertTrue(pipe.first().poll(Ask.LIMIT));
      assertEquals(
          "the other end is closed",
          assertThrows(EOFException.class, pipe.first()::recv).getMessage());
      IOException broken = assertThrows(IOException.class, () -> pipe.first().send(1));
      assertTrue(broken.getMessage().startsWith("cannot send: the other end is closed"));
    }
  }

  @Test
  void parentMayCloseItsCopyRightAfterTheStart() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process child = new Process(end -> end.send(end.recv(String.class) + "!"), pipe.second());
      child.start();
      pipe.second().close();
      pipe.first().send("hello");
      assertEquals("hello!", pipe.first().recv());
      assertThrows(EOFException.class, pipe.first()::recv);
      assertEquals(0, Ask.end(child));
    }
  }

  @Test
  void killOfTheOtherHolderIsTheEnd() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process child = holding(pipe.second());
      assertFalse(pipe.first().poll());
      Signal.KILL.send(child.pid().orElseThrow());
      assertTrue(pipe.first().poll(Ask.LIMIT));
      assertThrows(EOFException.class, pipe.first()::recv);
      assertEquals(-9, Ask.end(child));
    }
  }

  @Test
  void nameOfAStreamIsRemovedAfterTheDeathOfItsLastHolder() throws Exception {
    Pipe pipe = Pipe.open();
    Process child = holding(pipe.second());
    Path name = Path.of(pipe.first().streams().get(0).path());
    pipe.close();
    assertTrue(Files.exists(name));
    child.kill();
    assertEquals(-9, Ask.end(child));
    assertFalse(Files.exists(name));
  }

  @Test
  void killWhileTheReaderWaitsIsTheEnd() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process child = holding(pipe.second());
      Waiting reader = Waiting.in(pipe.first()::recv);
      child.kill();
      assertTrue(reader.thrown() instanceof EOFException, () -> "" + reader.thrown());
      assertEquals(-9, Ask.end(child));
    }
  }

  @Test
  void killInTheMiddleOfAMessageIsTheEnd() throws Exception {
    try (Pipe pipe = Pipe.open(false)) {
      Process child = new Process(to -> to.sendBytes(new byte[1_000_000]), pipe.second());
      child.start();
      pipe.second().close();
      assertTrue(pipe.first().poll(Ask.LIMIT)); // it cannot finish: the pipe holds 64 KiB
      child.kill();
      assertEquals(-9, Ask.end(child));
      EOFException end = assertThrows(EOFException.class, pipe.first()::recvBytes);
      assertEquals("got end of file during message: its sender died", end.getMessage());
    }
  }

  @Test
  void killOfTheReaderFailsABlockedSend() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process child = holding(pipe.second());
      Waiting writer =
          Waiting.in(
              () -> {
                pipe.first().sendBytes(new byte[1_000_000]);
                return null;
              });
      child.kill();
      assertTrue(
          writer.thrown().getMessage().startsWith("cannot send: the other end is closed"),
          () -> "" + writer.thrown());
      assertEquals(-9, Ask.end(child));
    }
  }

  @Test
  void secondHolderKeepsTheStreamOpen() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process child = holding(pipe.second(), false);
      child.kill();
      assertEquals(-9, Ask.end(child));
      assertFalse(pipe.first().poll());
      pipe.second().send("still here");
      assertEquals("still here", pipe.first().recv());
    }
  }

  @Test
  void endGivenToAChildThatDiesBeforeItTakesItIsLetGo() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process child =
          Process.builder()
              .jvmOptions("-XX:NoSuchOption")
              .target(Connection::close, pipe.second())
              .start();
      pipe.second().close();
      assertEquals(1, Ask.end(child));
      assertThrows(EOFException.class, pipe.first()::recv);
    }
  }

  @Test
  void endSentToOneThatDiesBeforeItTakesItIsLetGo() throws Exception {
    try (Pipe pipe = Pipe.open();
        Pipe carrier = Pipe.open()) {
      Process child = holding(carrier.second());
      carrier.first().send(pipe.second());
      pipe.second().close();
      assertFalse(pipe.first().poll());
      child.kill();
      assertEquals(-9, Ask.end(child));
      assertTrue(pipe.first().poll(Ask.LIMIT));
      assertThrows(EOFException.class, pipe.first()::recv);
    }
  }

  @Test
  void endWhoseMessageCouldNotBeSentIsLetGo() throws Exception {
    try (Pipe pipe = Pipe.open();
        Pipe carrier = Pipe.open()) {
      carrier.second().close();
      assertThrows(IOException.class, () -> carrier.first().send(pipe.second()));
      pipe.second().close();
      assertThrows(EOFException.class, pipe.first()::recv);
    }
  }

  @Test
  void childrenTalkDirectlyToEachOther() throws Exception {
    try (Pipe pipe = Pipe.open();
        Pipe result = Pipe.open(false)) {
      Process one = new Process(end -> end.send("from the other child"), pipe.first());
      Process two = new Process((end, to) -> to.send(end.recv()), pipe.second(), result.second());
      one.start();
      two.start();
      pipe.close();
      result.second().close();
      assertEquals("from the other child", result.first().recv());
      assertThrows(EOFException.class, result.first()::recv);
      assertEquals(0, Ask.end(one));
      assertEquals(0, Ask.end(two));
    }
  }

  @Test
  void childPassesItsEndToAGrandchild() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process child =
          new Process(
              end -> {
                Process grandchild = new Process(e -> e.send(e.recv(String.class) + "?"), end);
                grandchild.start();
                end.close();
              },
              pipe.second());
      child.start();
      pipe.second().close();
      pipe.first().send("who");
      assertEquals("who?", pipe.first().recv());
      assertThrows(EOFException.class, pipe.first()::recv);
      assertEquals(0, Ask.end(child));
    }
  }

  @Test
  void connectionTravelsOverAConnection() throws Exception {
    try (Pipe carrier = Pipe.open();
        Pipe pipe = Pipe.open()) {
      Process child =
          new Process(
              end -> {
                try (Connection arrived = end.recv(Connection.class)) {
                  arrived.send("by the end that arrived");
                }
                end.recv();
              },
              carrier.second());
      child.start();
      carrier.second().close();
      carrier.first().send(pipe.second());
      pipe.second().close();
      assertEquals("by the end that arrived", pipe.first().recv());
      assertThrows(EOFException.class, pipe.first()::recv);
      carrier.first().send("go");
      assertEquals(0, Ask.end(child));
    }
  }

  @Test
  void stoppedPeerIsNoEnd() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      String at = folder.toString();
      Process child =
          new Process(
              end -> {
                Phase.passed(Path.of(at), "echo");
                end.sendBytes(end.recvBytes());
              },
              pipe.second());
      child.start();
      pipe.second().close();
      long pid = Phases.in(folder).await("echo", Ask.LIMIT);
      Signal.STOP.send(pid);
      pipe.first().sendBytes(new byte[] {5});
      assertFalse(pipe.first().poll(Duration.ofMillis(50)));
      assertTrue(child.isAlive());
      Signal.CONT.send(pid);
      assertArrayEquals(new byte[] {5}, pipe.first().recvBytes());
      assertEquals(0, Ask.end(child));
    }
  }

  private Process holding(Connection end) throws IOException {
    return holding(end, true);
  }

  /** A child that holds an end and does nothing with it. */
  private Process holding(Connection end, boolean close) throws IOException {
    String at = folder.toString();
    Process child =
        new Process(
            held -> {
              Phase.passed(Path.of(at), "holding");
              new CountDownLatch(1).await();
              held.close();
            },
            end);
    child.start();
    if (close) {
      end.close();
    }
    long pid = Phases.in(folder).await("holding", Ask.LIMIT);
    assertEquals(pid, child.pid().orElseThrow());
    // the sender lets go of what was taken over
    Eventually.until("the ticket is gone", Ask.LIMIT, () -> !Waiting.threadNamed("mp-in-flight"));
    return child;
  }
}
