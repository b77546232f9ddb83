package multiprocessing.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class PeerTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void javaPeerMeasuresAndCloses() throws Exception {
    try (Peer peer = new Peer(javaPeer(), LIMIT)) {
      assertTrue(peer.greeting().startsWith("Java "));
      assertTrue(peer.run(Row.NOOP, true) > 0);
      assertTrue(peer.run(Row.NOOP, true) > 0);
      peer.release(Row.NOOP);
      assertTrue(peer.isAlive());
    }
  }

  @Test
  void closedPeerIsGone() throws Exception {
    Peer peer = new Peer(javaPeer(), LIMIT);
    peer.close();
    assertFalse(peer.isAlive());
  }

  @Test
  void errorOfAPeerIsReportedAndThePeerStays() throws Exception {
    try (Peer peer =
        new Peer(shell("echo ready; read line; echo noop error it broke; cat"), LIMIT)) {
      PeerException e = assertThrows(PeerException.class, () -> peer.run(Row.NOOP, true));
      assertEquals("it broke", e.getMessage());
      assertTrue(peer.isAlive());
    }
  }

  @Test
  void linesThatAreNoAnswerAreSkipped() throws Exception {
    String script = "echo from a child; read line; echo noopish 1; echo noop 42.5; cat";
    try (Peer peer = new Peer(shell(script), LIMIT)) {
      assertEquals(42.5, peer.run(Row.NOOP, true));
    }
  }

  @Test
  void peerThatDiesIsReportedWithItsStatusAndStderr() throws Exception {
    try (Peer peer = new Peer(shell("read line; echo out of luck >&2; sleep 0.2; exit 7"), LIMIT)) {
      PeerException e = assertThrows(PeerException.class, () -> peer.run(Row.NOOP, true));
      assertTrue(e.getMessage().contains("status=7"), e.getMessage());
      assertTrue(e.getMessage().contains("out of luck"), e.getMessage());
    }
  }

  @Test
  void peerThatDoesNotAnswerIsKilledWithItsDescendants() throws Exception {
    // The child prints its pid as if it were a result, so that the test learns it.
    String script = "read line; sleep 1000 & echo noop $!; read line; sleep 1000";
    try (Peer peer = new Peer(shell(script), Duration.ofMillis(500))) {
      ProcessHandle child = ProcessHandle.of((long) peer.run(Row.NOOP, true)).orElseThrow();
      assertTrue(child.isAlive());
      PeerException e = assertThrows(PeerException.class, () -> peer.run(Row.NOOP, true));
      assertTrue(e.getMessage().contains("no answer"), e.getMessage());
      assertFalse(peer.isAlive());
      assertFalse(child.isAlive());
    }
  }

  private static List<String> shell(String script) {
    return List.of("sh", "-c", script);
  }

  private static List<String> javaPeer() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        BenchPeer.class.getName());
  }
}
