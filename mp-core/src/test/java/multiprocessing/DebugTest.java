package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With one switch a debugger can attach to each child. */
@ProcessTest
class DebugTest {
  private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
  private static final int VM_RESUME = 1 << 8 | 9; // command set VirtualMachine, command Resume
  private static final int EVENT = 64 << 8 | 100; // command set Event, command Composite

  @TempDir private Path folder;

  @Test
  void eachChildHasAPortOfItsOwnThatIsPrintedAndAnswers() throws Exception {
    // attached to the end: a JVM that ends while it makes ready for its next debugger prints an
    // error
    List<Socket> debuggers = new ArrayList<>();
    try (ChildJvm parent = family("true")) {
      Phases in = Phases.in(folder);
      Eventually.until("all run", Ask.LIMIT, () -> in.at("task").size() == 4);
      Set<Integer> ports = new HashSet<>();
      for (String name : List.of("a", "b", "c", "d")) {
        int port = port(parent, "process '" + name + "', pid \\d+, can be debugged at");
        ports.add(port);
        debuggers.add(attach(port));
      }
      assertEquals(4, ports.size());
      in.release("task");
      assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
      assertEquals("", parent.stdout());
      assertEquals(4, parent.stderr().lines().count(), parent.stderr());
    } finally {
      for (Socket debugger : debuggers) {
        debugger.close();
      }
    }
  }

  @Test
  void suspendedChildBeginsWhenItsDebuggerLetsIt() throws Exception {
    try (ChildJvm parent = family("suspend")) {
      Phases in = Phases.in(folder);
      in.release("task");
      for (String name : List.of("a", "b", "c", "d")) {
        int port = port(parent, "process '" + name + "', pid \\d+, waits for a debugger at");
        try (Socket debugger =
            Eventually.value("listens", Ask.LIMIT, () -> tryAttach(port), s -> s != null)) {
          assertFalse(parent.stderr().isEmpty());
          awaitSuspended(debugger);
          resume(debugger);
          int all = "abcd".indexOf(name) + 1;
          Eventually.until("it runs", Ask.LIMIT, () -> ran() == all);
        }
      }
      assertEquals(0, parent.awaitExit(Ask.LIMIT), parent::toString);
    }
  }

  @Test
  void wrongValueOfTheSwitchIsNamed() {
    try (ChildJvm parent = family("yes")) {
      assertEquals(1, parent.awaitExit(Ask.LIMIT), parent::toString);
      assertTrue(
          parent
              .stderr()
              .contains(
                  "the system property multiprocessing.debug is true, suspend or false, not 'yes'"),
          parent.stderr());
    }
  }

  @Test
  void ownDebuggerOptionsWin() throws Exception {
    System.setProperty("multiprocessing.debug", "true");
    try {
      String own =
          "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0";
      String options =
          Ask.child(
              Process.builder().jvmOptions(own),
              () ->
                  java.lang.management.ManagementFactory.getRuntimeMXBean()
                      .getInputArguments()
                      .toString());
      assertEquals(2, options.split("jdwp", -1).length, options);
    } finally {
      System.clearProperty("multiprocessing.debug");
    }
  }

  private long ran() {
    String[] done = folder.toFile().list((dir, name) -> name.startsWith("task@"));
    return done == null ? 0 : done.length;
  }

  private ChildJvm family(String how) {
    return Ask.jvm(Family.class)
        .jvmOptions("-Dmultiprocessing.debug=" + how)
        .arguments(folder.toString())
        .start();
  }

  private static int port(ChildJvm parent, String line) {
    Pattern pattern = Pattern.compile(line + " 127\\.0\\.0\\.1:(\\d+)\n");
    Matcher found =
        Eventually.value(
            "line " + line,
            Ask.LIMIT,
            () -> {
              Matcher matcher = pattern.matcher(parent.stderr());
              return matcher.find() ? matcher : null;
            },
            matcher -> matcher != null);
    return Integer.parseInt(found.group(1));
  }

  private static Socket tryAttach(int port) {
    try {
      return attach(port);
    } catch (IOException e) {
      return null; // it does not listen yet
    }
  }

  private static Socket attach(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    socket.setSoTimeout((int) Ask.LIMIT.toMillis());
    socket.getOutputStream().write(HANDSHAKE);
    byte[] answer = new byte[HANDSHAKE.length];
    new DataInputStream(socket.getInputStream()).readFully(answer);
    assertEquals("JDWP-Handshake", new String(answer, StandardCharsets.US_ASCII));
    return socket;
  }

  /** Reads the event that the JVM has started; before it, nothing is suspended yet. */
  private static void awaitSuspended(Socket debugger) throws IOException {
    DataInputStream in = new DataInputStream(debugger.getInputStream());
    byte[] event = new byte[in.readInt() - Integer.BYTES];
    in.readFully(event);
    assertEquals(EVENT, event[5] << 8 | event[6]); // after id and flags
  }

  private static void resume(Socket debugger) throws IOException {
    DataOutputStream out = new DataOutputStream(debugger.getOutputStream());
    out.writeInt(11); // length: a header and nothing more
    out.writeInt(1); // id
    out.writeByte(0); // flags
    out.writeShort(VM_RESUME);
    out.flush();
  }

  /** Main: four children. */
  static final class Family {
    public static void main(String[] args) {
      for (String name : List.of("a", "b", "c", "d")) {
        Process.builder()
            .name(name)
            .target(at -> Phase.reached(Path.of(at), "task"), args[0])
            .start();
      }
    }
  }
}
