package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import multiprocessing.SerializationException;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot travel is refused at the caller, with the path to the culprit; the pool works on. */
@ProcessTest
class PoolRefusalTest {
  private Pool pool;

  @BeforeEach
  void open() {
    pool = new Pool(2);
  }

  @AfterEach
  void worksOn() throws Exception {
    assertEquals(List.of(1, 2, 3), pool.map(n -> n, List.of(1, 2, 3)));
    pool.close();
  }

  @Test
  void anArgumentThatCannotTravelIsNamed() throws Exception {
    try (Socket socket = new Socket()) {
      SerializationException seen =
          assertThrows(
              SerializationException.class,
              () -> pool.applyAsync((Object o) -> o.hashCode(), socket));
      assertTrue(seen.getMessage().contains("java.net.Socket is not serializable"));
      assertTrue(seen.getMessage().contains("call[1]"), seen.getMessage());
    }
  }

  @Test
  void whatALambdaHasCapturedAndCannotTravelIsNamed() throws Exception {
    try (Socket socket = new Socket()) {
      SerializationException seen =
          assertThrows(SerializationException.class, () -> pool.apply(() -> socket.getPort()));
      assertTrue(seen.getMessage().contains("java.net.Socket is not serializable"));
    }
  }

  @Test
  void theElementOfAMapThatCannotTravelIsNamedWithItsIndex() throws Exception {
    try (Socket socket = new Socket()) {
      List<Object> elements = new ArrayList<>(Collections.nCopies(100, "fine"));
      elements.set(73, List.of("a", socket));
      SerializationException seen =
          assertThrows(
              SerializationException.class, () -> pool.map(o -> o.hashCode(), elements, 10));
      assertTrue(seen.getMessage().contains("tasks[73]"), seen.getMessage());
      assertTrue(seen.getMessage().contains("java.net.Socket is not serializable"));
    }
  }

  @Test
  void aFunctionThatCannotTravelIsNamed() throws Exception {
    try (Socket socket = new Socket()) {
      SerializationException seen =
          assertThrows(
              SerializationException.class, () -> pool.map(n -> n + socket.getPort(), List.of(1)));
      assertTrue(seen.getMessage().contains("function"), seen.getMessage());
      assertTrue(seen.getMessage().contains("java.net.Socket is not serializable"));
    }
  }

  @Test
  void aResultThatCannotTravelIsNamed() {
    SerializationException seen =
        assertThrows(SerializationException.class, () -> pool.apply(() -> List.of(new Socket())));
    assertTrue(seen.getMessage().startsWith("the result of a task cannot be sent back"));
    assertTrue(
        seen.getMessage().contains("java.net.Socket is not serializable"), seen.getMessage());
  }
}
