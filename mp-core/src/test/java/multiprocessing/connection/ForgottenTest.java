package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import multiprocessing.Ask;
import multiprocessing.internal.fifo.Fifo;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that nobody refers to any more is as good as closed, and not before. */
@ProcessTest
class ForgottenTest {

  @Test
  void endOfAPipeThatIsForgottenIsTheEndForTheOther() throws Exception {
    try (Connection kept = firstOfAPipe()) {
      List<Fifo> names = kept.streams();
      Eventually.until("the other end is collected", Ask.LIMIT, () -> collectAndPoll(kept));
      assertThrows(EOFException.class, kept::recv);
      kept.close();
      for (Fifo name : names) {
        assertTrue(Files.notExists(Path.of(name.path())), name::path);
      }
    }
  }

  private static Connection firstOfAPipe() throws IOException {
    return Pipe.open().first();
  }

  @ParameterizedTest
  @EnumSource
  void socketThatIsForgottenIsTheEndForTheOther(SocketPair.Kind kind) throws Exception {
    try (Listener listener = kind.listen();
        Connection kept = acceptedFromAForgottenClient(listener)) {
      Eventually.until("the other end is collected", Ask.LIMIT, () -> collectAndPoll(kept));
      assertThrows(EOFException.class, kept::recv);
    }
  }

  private static Connection acceptedFromAForgottenClient(Listener listener) throws IOException {
    assertTrue(Client.connect(listener.address(), SocketPair.KEY).isReadable());
    return listener.accept();
  }

  private static boolean collectAndPoll(Connection kept) {
    System.gc();
    try {
      return kept.poll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void connectionInWhichAThreadWaitsIsNotForgotten() throws Exception {
    AtomicReference<Connection> other = new AtomicReference<>();
    Waiting reader = Waiting.in(() -> secondOfAPipe(other).recv());
    Eventually.until("the pipe is open", Ask.LIMIT, () -> other.get() != null);
    for (int i = 0; i < 5; i++) {
      System.gc();
      assertTrue(reader.isAlive());
    }
    try (Connection kept = other.get()) {
      kept.send("still here");
      assertEquals("still here", reader.result());
    }
    // the end in which it waited is forgotten now, and its thread with it: see ProcessTest
    Eventually.until(
        "the end is collected",
        Ask.LIMIT,
        () -> {
          System.gc();
          return !Waiting.threadNamed("mp-forgotten");
        });
  }

  private static Connection secondOfAPipe(AtomicReference<Connection> first) throws IOException {
    Pipe pipe = Pipe.open();
    first.set(pipe.first());
    return pipe.second();
  }

  @Test
  void nothingWatchesWhereEverythingIsClosed() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertTrue(Waiting.threadNamed("mp-forgotten"));
      pipe.second().send(1);
    }
    Eventually.until("the thread ends", Ask.LIMIT, () -> !Waiting.threadNamed("mp-forgotten"));
  }
}
