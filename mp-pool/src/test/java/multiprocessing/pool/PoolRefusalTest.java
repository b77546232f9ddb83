package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableCallable;
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
  void poolsAndWhatComesOfThemAreNamedWithWhatToDoInstead() throws Exception {
    try (ThreadPool threads = new ThreadPool(1);
        ProcessPoolExecutor executor = new ProcessPoolExecutor(new Pool(1));
        ResultIterator<Integer> iterator = threads.imap(n -> n, List.of(1))) {
      AsyncResult<Integer> result = threads.applyAsync(() -> 1);
      String pools = "; make a pool in the task, or return what the caller shall submit";
      String results = "; wait here, and give the task the result itself";
      assertEquals(refused("Pool") + pools, refusal(pool::stats));
      assertEquals(refused("ThreadPool") + pools, refusal(() -> threads.apply(() -> 1)));
      TaskCalls calls = pool.with(TaskOptions.of().priority(1));
      assertEquals(refused("PoolCalls") + pools, refusal(() -> calls.apply(() -> 1)));
      assertEquals(refused("ProcessPoolExecutor") + pools, refusal(executor::isShutdown));
      assertEquals(refused("AsyncResult") + results, refusal(result::get));
      assertEquals(refused("ResultIterator") + results, refusal(iterator::next));
    }
  }

  private String refusal(SerializableCallable<?> task) {
    return assertThrows(SerializationException.class, () -> pool.apply(task)).getMessage();
  }

  private static String refused(String type) {
    return "call[0].captured[0]: multiprocessing.pool."
        + type
        + " cannot travel to another process";
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
