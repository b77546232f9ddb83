package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import multiprocessing.Ask;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** The bytes in the FIFO are those that CPython's Connection writes and reads. */
@ProcessTest
class PythonFramingTest {
  private static final String ECHO =
      """
      import os, sys
      from multiprocessing.connection import Connection
      i = Connection(os.open(sys.argv[1], os.O_RDONLY), writable=False)
      o = Connection(os.open(sys.argv[2], os.O_WRONLY), readable=False)
      print('open', flush=True)
      try:
          while True: o.send_bytes(i.recv_bytes())
      except EOFError: pass
      """;

  @Test
  void lengthIsFourBytesBigEndianBeforeThePayload() throws Exception {
    try (Pipe pipe = Pipe.open(false);
        ByteChannel raw = Files.newByteChannel(PipeTest.onlyOpenFifo(), StandardOpenOption.READ)) {
      pipe.second().sendBytes(new byte[] {'a', 'b', 'c'});
      pipe.second().sendBytes(new byte[0]);
      ByteBuffer seen = ByteBuffer.allocate(11);
      while (seen.hasRemaining()) {
        int ignored = raw.read(seen);
      }
      assertArrayEquals(new byte[] {0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 0}, seen.array());
    }
  }

  @Test
  void longFormIsAcceptedAndADamagedLengthRefused() throws Exception {
    try (Pipe pipe = Pipe.open(false);
        ByteChannel raw = Files.newByteChannel(PipeTest.onlyOpenFifo(), StandardOpenOption.WRITE)) {
      raw.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 2, 8, 9}));
      assertArrayEquals(new byte[] {8, 9}, pipe.first().recvBytes());
      raw.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -2}));
      assertEquals(
          "bad message length -2: the stream is damaged",
          org.junit.jupiter.api.Assertions.assertThrows(
                  IOException.class, () -> pipe.first().recvBytes())
              .getMessage());
    }
  }

  @Test
  void pythonReadsAndWritesTheSame() throws Exception {
    boolean python = hasPython();
    if (!python) {
      System.out.println("PythonFramingTest: skipped, no python3 here");
    }
    assumeTrue(python, "no python3");
    try (Pipe there = Pipe.open(false)) {
      Path to = PipeTest.onlyOpenFifo();
      try (Pipe back = Pipe.open(false)) {
        Path from = PipeTest.openFifoBesides(to);
        java.lang.Process echo =
            new ProcessBuilder("python3", "-c", ECHO, to.toString(), from.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
          assertEquals('o', echo.getInputStream().read());
          there.first().close();
          back.second().close();
          for (int length : List.of(0, 1, 16_384, 16_385, 65_536, 3_000_000)) {
            byte[] message = new byte[length];
            new Random(length).nextBytes(message);
            there.second().sendBytes(message);
            assertArrayEquals(message, back.first().recvBytes());
          }
          there.second().close();
          org.junit.jupiter.api.Assertions.assertThrows(
              java.io.EOFException.class, back.first()::recvBytes);
          assertEquals(true, echo.waitFor(Ask.LIMIT.toSeconds(), TimeUnit.SECONDS));
          assertEquals(0, echo.exitValue());
        } finally {
          echo.destroyForcibly();
        }
      }
    }
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      java.lang.Process version =
          new ProcessBuilder("python3", "--version").redirectErrorStream(true).start();
      String said = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return version.waitFor() == 0 && said.startsWith("Python 3");
    } catch (IOException e) {
      return false;
    }
  }
}
