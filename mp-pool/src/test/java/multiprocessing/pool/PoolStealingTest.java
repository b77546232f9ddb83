package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Phase;
import multiprocessing.testkit.Phases;
import multiprocessing.testkit.ProcessTest;
import multiprocessing.testkit.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks behind a long one, and behind a worker that stands still. */
@ProcessTest
class PoolStealingTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int SIZE = 201;

  @TempDir Path folder;
  private Phases phases;
  private Pool pool;

  @BeforeEach
  void open() {
    phases = Phases.in(folder);
    pool = new Pool(2);
  }

  @AfterEach
  void end() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  @Test
  void shortTasksBehindALongOneAreDoneByTheOtherWorkerMeanwhile() throws Exception {
    AsyncResult<List<Long>> map = mapWithALongFirst();
    long busy = phases.await("long", LIMIT);
    awaitAllButTheLongOne();
    assertFalse(map.ready());
    phases.release("long");
    List<Long> pids = map.get();
    assertEquals(busy, pids.get(0));
    assertEquals(0, pids.subList(1, SIZE).stream().filter(pid -> pid == busy).count());
    assertEquals(SIZE, Faults.marks(folder, "begun").size(), "each once");
  }

  @Test
  void aStoppedWorkerKeepsItsTaskAndTheOtherDoesTheRest() throws Exception {
    AsyncResult<List<Long>> map = mapWithALongFirst();
    long stopped = phases.await("long", LIMIT);
    Signal.STOP.send(stopped);
    awaitAllButTheLongOne();
    assertEquals(3, pool.apply(() -> 3), "the other worker is free");
    assertFalse(map.ready());
    phases.release("long");
    Signal.CONT.send(stopped);
    assertEquals(stopped, map.get().get(0));
    assertEquals(SIZE, Faults.marks(folder, "begun").size(), "each once");
  }

  @Test
  void terminatingEndsAStoppedWorkerToo() throws Exception {
    AsyncResult<List<Long>> map = mapWithALongFirst();
    long stopped = phases.await("long", LIMIT);
    Signal.STOP.send(stopped);
    pool.terminate();
    pool.join();
    assertFalse(ProcessHandle.of(stopped).map(ProcessHandle::isAlive).orElse(false));
    ExecutionException seen = assertThrows(ExecutionException.class, map::get);
    assertInstanceOf(IllegalStateException.class, seen.getCause());
  }

  @Test
  void aStoppedWorkerThatIsSentALargeMessageStopsNobodyElse() throws Exception {
    long one = pool.apply(() -> ProcessHandle.current().pid());
    Eventually.until("both are ready", LIMIT, this::bothReady);
    Signal.STOP.send(one);
    byte[] large = new byte[8 << 20];
    AsyncResult<Integer> first = pool.applyAsync((byte[] b) -> b.length, large);
    AsyncResult<Integer> second = pool.applyAsync((byte[] b) -> b.length, large);
    Eventually.until("one of them is done", LIMIT, () -> first.ready() || second.ready());
    Signal.CONT.send(one);
    assertEquals(large.length, first.get());
    assertEquals(large.length, second.get());
  }

  private boolean bothReady() {
    List<WorkerStatus> all = pool.workers();
    return all.size() == 2 && all.stream().allMatch(WorkerStatus::ready);
  }

  private AsyncResult<List<Long>> mapWithALongFirst() {
    String there = folder.toString();
    List<Integer> elements = IntStream.range(0, SIZE).boxed().toList();
    return pool.mapAsync(n -> markedAndLongIfFirst(there, n), elements, SIZE);
  }

  private static long markedAndLongIfFirst(String folder, int element) {
    Faults.append(folder, "begun", element);
    if (element == 0) {
      Phase.reached(Path.of(folder), "long");
    }
    Faults.append(folder, "ended", element);
    return ProcessHandle.current().pid();
  }

  private void awaitAllButTheLongOne() {
    Eventually.until("the short ones are done", LIMIT, this::allButTheLongOne);
  }

  private boolean allButTheLongOne() {
    try {
      return Faults.marks(folder, "ended").size() == SIZE - 1;
    } catch (java.io.IOException | NumberFormatException e) {
      return false; // a line is just being written
    }
  }
}
