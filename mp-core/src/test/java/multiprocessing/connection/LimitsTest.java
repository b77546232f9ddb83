package multiprocessing.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import multiprocessing.Ask;
import multiprocessing.Multiprocessing;
import multiprocessing.Process;
import multiprocessing.internal.resource.Family;
import multiprocessing.testkit.HardLimit;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What connections cost in memory and descriptors, and what happens where there are no more. */
@ProcessTest
class LimitsTest {
  private static final int LARGE = 256 * 1024 * 1024;

  @Test
  void largeMessageTakesOneArrayOnEachSide() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Process child =
          Process.builder()
              .jvmOptions("-Xmx420m", "-XX:+UseSerialGC") // no room for a second copy
              .target(LimitsTest::sendBack, pipe.second())
              .start();
      pipe.second().close();
      byte[] message = new byte[LARGE];
      for (int i = 0; i < LARGE; i += 4_001) {
        message[i] = (byte) (i % 251);
      }
      long sum = checksum(message);
      pipe.first().sendBytes(message);
      assertEquals(sum, checksum(pipe.first().recvBytes()));
      assertEquals(0, Ask.end(child));
    }
  }

  private static void sendBack(Connection end) throws IOException {
    end.sendBytes(end.recvBytes());
  }

  @Test
  @Tag("soak")
  @HardLimit(seconds = 600)
  void largestMessageArrivesWholeAndTakesOneArrayOnEachSide() throws Exception {
    String[] options = {"-Xmx2100m", "-Xmn16m", "-XX:+UseSerialGC"}; // no room for a second copy
    try (Pipe pipe = Pipe.open(false);
        Pipe said = Pipe.open(false)) {
      Process sender =
          Process.builder()
              .jvmOptions(options)
              .target(LimitsTest::sendLargest, pipe.second(), said.second())
              .start();
      pipe.second().close();
      said.second().close();
      Connection reader = pipe.first();
      String received =
          Ask.child(
              Process.builder().jvmOptions(options),
              () -> {
                byte[] message = reader.recvBytes();
                printPeak("receiver");
                return message.length + " " + message[message.length - 1] + " " + checksum(message);
              });
      assertEquals("2147483639 7 " + said.first().recv(), received);
      assertEquals(0, Ask.end(sender));
    }
  }

  private static void sendLargest(Connection to, Connection says) throws IOException {
    byte[] message = new byte[Connection.MAX_LENGTH];
    for (int i = 0; i < message.length - 4_001; i += 4_001) {
      message[i] = (byte) (i % 251);
    }
    message[message.length - 1] = 7;
    to.sendBytes(message);
    printPeak("sender");
    says.send(checksum(message));
  }

  private static void printPeak(String who) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      lines
          .filter(line -> line.startsWith("VmHWM"))
          .forEach(it -> System.out.println(who + " " + it));
    }
  }

  private static long checksum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }

  @Test
  void largeDirectBufferIsSentWithoutACopy() throws Exception {
    String answer =
        Ask.child(
            Process.builder().jvmOptions("-Xmx64m", "-XX:MaxDirectMemorySize=128m"),
            () -> {
              try (Pipe pipe = Pipe.open(false)) {
                ByteBuffer bytes = ByteBuffer.allocateDirect(96 * 1024 * 1024);
                Thread sender = new Thread(() -> send(pipe.second(), bytes));
                sender.start();
                try {
                  return "received " + pipe.first().recvBytes(1).length;
                } catch (IOException e) {
                  sender.join();
                  return e.getMessage() + ", remaining " + bytes.remaining();
                }
              }
            });
    assertEquals(
        "bad message length: 100663296 bytes, at most 1 are accepted; the message was skipped,"
            + " remaining 0",
        answer);
  }

  private static void send(Connection to, ByteBuffer bytes) {
    try {
      to.sendBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void lengthThatIsOnlyAnnouncedCostsNoMemory() throws Exception {
    String answer =
        Ask.child(
            Process.builder().jvmOptions("-Xmx64m"),
            () -> {
              try (Pipe pipe = Pipe.open(false)) {
                Path fifo = Path.of(pipe.first().streams().get(0).path());
                try (var raw = Files.newByteChannel(fifo, StandardOpenOption.WRITE)) {
                  int ignored = raw.write(ByteBuffer.wrap(new byte[] {127, -1, -1, -9, 1}));
                }
                pipe.second().close();
                return "" + pipe.first().recvBytes().length;
              } catch (EOFException e) {
                return e.getMessage();
              }
            });
    assertEquals("got end of file during message: its sender died", answer);
  }

  @Test
  void tooManyOpenFilesAreNamedAndNothingIsLeft() throws Exception {
    String answer =
        Ask.child(
            Process.builder()
                .launcher(LimitsTest::launchWithFewDescriptors)
                .jvmOptions("-XX:-MaxFDLimit"),
            LimitsTest::openTooMany);
    assertEquals("named named no name left, no descriptor left", answer);
  }

  private static java.lang.Process launchWithFewDescriptors(ProcessBuilder builder)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 150; exec \"$@\"", "sh"));
    command.addAll(builder.command());
    return builder.command(command).start();
  }

  private static String openTooMany() throws Exception {
    List<Pipe> pipes = new ArrayList<>();
    pipes.add(Pipe.open());
    long before = descriptors();
    FileInputStream spare = new FileInputStream("/dev/null");
    String first = failure(pipes);
    spare.close(); // one is free now, for looking into the folder; a pipe needs more
    long names = names();
    String second = failure(pipes);
    // the two names that the failed call had taken are gone
    String left = names - names() == 2 ? "no name left" : (names() - names) + " names more";
    while (pipes.size() > 1) {
      pipes.remove(1).close();
    }
    left += descriptors() == before ? ", no descriptor left" : ", descriptors left";
    try (Pipe again = Pipe.open()) {
      again.first().send("x");
      pipes.get(0).close();
      return first + second + left;
    }
  }

  private static String failure(List<Pipe> pipes) throws IOException {
    try {
      while (pipes.size() < 150) {
        pipes.add(Pipe.open());
      }
      return "no failure ";
    } catch (IOException e) {
      return e.getMessage().startsWith("cannot open a pipe: too many open files in this process;")
          ? "named "
          : e + " ";
    }
  }

  private static long names() {
    String[] all = Family.current().folder().toFile().list();
    return Arrays.stream(all).filter(name -> name.startsWith("pipe-")).count();
  }

  @Test
  void thousandDuplexPipesThatAreNotUsedTakeFourDescriptorsEach() throws Exception {
    List<Pipe> pipes = new ArrayList<>();
    try {
      pipes.add(Pipe.open());
      long before = descriptors();
      for (int i = 0; i < 1_000; i++) {
        pipes.add(Pipe.open());
      }
      long each = Math.round((descriptors() - before) / 1_000.0); // others come and go meanwhile
      assertEquals(4, each);
    } finally {
      for (Pipe pipe : pipes) {
        pipe.close();
      }
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @Test
  void pipeThatWasNotUsedYetCanBeUsedUpAfterShutdown() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Multiprocessing.shutdown();
      pipe.first().send("after it");
      assertTrue(pipe.second().poll());
      assertEquals("after it", pipe.second().recv());
    }
  }
}
