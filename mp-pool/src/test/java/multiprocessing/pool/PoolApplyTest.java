package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ProcessTest
class PoolApplyTest {

  @Test
  void aCallableRunsInAnotherProcess() throws Exception {
    try (Pool pool = new Pool(1)) {
      long pid = pool.apply(() -> ProcessHandle.current().pid());
      assertNotEquals(ProcessHandle.current().pid(), pid);
      assertEquals(pool.workers().get(0).pid(), pid);
    }
  }

  @Test
  void aRunnableRunsAndHasNoResult(@TempDir Path folder) throws Exception {
    String file = folder.resolve("ran").toString();
    SerializableRunnable task = () -> Files.writeString(Path.of(file), "yes");
    try (Pool pool = new Pool(1)) {
      pool.apply(task);
      assertEquals("yes", Files.readString(Path.of(file)));
      assertNull(pool.applyAsync(task).get());
    }
  }

  @Test
  void functionsOfOneAndTwoArgumentsGetThem() throws Exception {
    try (Pool pool = new Pool(1)) {
      assertEquals(5, pool.apply((String s) -> s.length(), "three"));
      assertEquals("ab", pool.apply((String a, String b) -> a + b, "a", "b"));
    }
  }

  @Test
  void nullIsAResultAndAnArgument() throws Exception {
    try (Pool pool = new Pool(1)) {
      assertNull(pool.apply((SerializableCallable<Object>) () -> null));
      assertEquals(true, pool.apply(Objects::isNull, (Object) null));
      assertEquals("nullnull", pool.apply((String a, String b) -> a + b, null, null));
    }
  }

  @Test
  void aLambdaKeepsWhatItHasCaptured() throws Exception {
    int[] numbers = {1, 2, 3};
    String text = "sum ";
    Captured object = new Captured(4);
    try (Pool pool = new Pool(1)) {
      assertEquals(
          "sum 10", pool.apply(() -> text + (Arrays.stream(numbers).sum() + object.value)));
    }
  }

  @Test
  void aClassThatIsNothingButATaskCanBeOne() throws Exception {
    try (Pool pool = new Pool(1)) {
      assertEquals("plain", pool.apply(new PlainTask()));
    }
  }

  @Test
  void anArgumentOf64MebibytesArrivesWhole() throws Exception {
    byte[] large = new byte[64 << 20];
    large[large.length - 1] = 42;
    try (Pool pool = Pool.builder().processes(1).jvmOptions("-Xmx512m").build()) {
      assertEquals(large.length + 42, pool.apply((byte[] b) -> b.length + b[b.length - 1], large));
    }
  }

  @Test
  void manyTasksSharedByTwoWorkersAllComeBack() throws Exception {
    try (Pool pool = new Pool(2)) {
      List<AsyncResult<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        results.add(pool.applyAsync((Integer n) -> n * n, i));
      }
      for (int i = 0; i < results.size(); i++) {
        assertEquals(i * i, results.get(i).get());
      }
    }
  }

  @Test
  void severalThreadsCanUseOnePool() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Pool pool = new Pool(2)) {
      List<Future<Boolean>> done = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int base = thread * 1000;
        done.add(threads.submit(() -> usesThePool(pool, base)));
      }
      for (Future<Boolean> each : done) {
        assertTrue(each.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean usesThePool(Pool pool, int base) throws InterruptedException {
    for (int i = base; i < base + 100; i++) {
      assertEquals(i + 1, pool.apply((Integer n) -> n + 1, i));
    }
    List<Integer> elements = IntStream.range(base, base + 500).boxed().toList();
    assertEquals(elements, pool.map(n -> n, elements));
    return true;
  }

  @Test
  void theResultOfOnePoolCanBeTheArgumentOfAnother() throws Exception {
    try (Pool first = new Pool(1);
        Pool second = new Pool(1)) {
      List<Integer> squares = first.map((Integer n) -> n * n, List.of(1, 2, 3));
      assertEquals(List.of(2, 5, 10), second.map((Integer n) -> n + 1, squares));
      assertNotEquals(
          first.apply(() -> ProcessHandle.current().pid()),
          second.apply(() -> ProcessHandle.current().pid()));
    }
  }

  record Captured(int value) implements Serializable {}

  /** A task that is not a lambda. */
  static final class PlainTask implements SerializableCallable<String> {
    private static final long serialVersionUID = 1;

    @Override
    public String call() {
      return "plain";
    }
  }
}
