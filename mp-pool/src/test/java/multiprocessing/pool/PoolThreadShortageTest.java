package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** The system has no thread left to give, for a while. */
@ProcessTest
class PoolThreadShortageTest {
  /*
   * The stacks of threads are made so large that the address space, which is then limited a little above what is used,
   * has room for anything but a thread.
   */
  private static final String LARGE_STACKS = "-Xss900m";
  private static final long ROOM = 300L << 20;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void noCallOfAPoolHangsOrIsLostWhenThereIsNoThreadForIt() {
    try (ChildJvm program =
        ChildJvm.of(Program.class)
            .jvmOptions("-Xms64m", "-Xmx64m", "-XX:+UseSerialGC", LARGE_STACKS)
            .start()) {
      assertEquals(0, program.awaitExit(LIMIT), program::toString);
      assertTrue(program.stdout().contains("all is well"), program::toString);
    }
  }

  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool = Pool.builder().processes(1).jvmOptions(LARGE_STACKS).build()) {
        List<Object> called = new ArrayList<>();
        pool.apply(() -> beginShortage());
        beginShortage();
        AsyncResult<Integer> call = pool.applyAsync(() -> 5, called::add);
        assertEquals(5, call.get(LIMIT));
        assertEquals(List.of(5), called);
        byte[] large = new byte[100_000]; // more than a pipe takes at once
        assertEquals(large.length, pool.applyAsync(bytes -> bytes.length, large).get(LIMIT));
        TaskCalls timed = pool.with(TaskOptions.of().taskTimeout(Duration.ofMillis(500)));
        ExecutionException late =
            assertThrows(
                ExecutionException.class,
                () -> timed.applyAsync(() -> Thread.sleep(60_000)).get(LIMIT));
        assertEquals(TaskTimeoutException.class, late.getCause().getClass());
        endShortage();

        List<Integer> elements = List.of(1, 2, 3, 4, 5);
        List<Integer> results = new ArrayList<>();
        pool.imap(n -> n, elements, 5).forEachRemaining(results::add);
        assertEquals(elements, results); // the worker has no thread still
        assertEquals(6, pool.applyAsync(() -> 6, called::add).get(LIMIT));
        assertEquals(List.of(5, 6), called);

        beginShortage();
        pool.terminate();
        assertTrue(pool.join(LIMIT));
        endShortage();
      }
      System.out.println("all is well");
    }

    private static void beginShortage() throws Exception {
      do {
        String sizes = Files.readString(Path.of("/proc/self/statm"));
        String pages = sizes.substring(0, sizes.indexOf(' '));
        limitAddressSpace(String.valueOf(Long.parseLong(pages) * 4096 + ROOM));
      } while (hasStartedThread()); // the stack of one that had ended was counted, too
    }

    private static boolean hasStartedThread() {
      try {
        Thread thread = new Thread(LockSupport::park);
        thread.setDaemon(true);
        thread.start();
        return true;
      } catch (OutOfMemoryError e) {
        return false;
      }
    }

    private static void endShortage() throws Exception {
      limitAddressSpace("unlimited");
    }

    private static void limitAddressSpace(String bytes) throws Exception {
      String pid = String.valueOf(ProcessHandle.current().pid());
      int status =
          new ProcessBuilder("prlimit", "--pid", pid, "--as=" + bytes + ":unlimited")
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0) {
        throw new IOException("prlimit: status " + status);
      }
    }
  }
}
