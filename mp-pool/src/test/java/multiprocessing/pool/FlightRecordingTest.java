package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import multiprocessing.function.SerializableBiFunction;
import multiprocessing.function.SerializableFunction;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flight Recorder sees of a pool. */
@ProcessTest
class FlightRecordingTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void tasksAreInTheWorkersRecordingAndSpansInTheParents() throws Exception {
    try (ChildJvm program = ChildJvm.of(Recorded.class).arguments(folder.toString()).start()) {
      assertEquals(0, program.awaitExit(LIMIT), program::toString);
    }
    List<RecordedEvent> tasks = events("worker.jfr", "multiprocessing.Task");
    List<Long> mapped = numbers(tasks, Doubling.class);
    assertEquals(IntStream.range(0, 100).mapToObj(n -> (long) n).toList(), mapped);
    assertEquals(200, numbers(tasks, One.class).size(), "each call, alone or in a bundle");
    assertTrue(numbers(tasks, One.class).stream().allMatch(number -> number == 0));
    List<RecordedEvent> failed = tasks.stream().filter(e -> !e.getBoolean("succeeded")).toList();
    assertEquals(1, failed.size());
    assertEquals(Dividing.class.getName(), failed.get(0).getClass("function").getName());
    assertEquals(List.of(0L), numbers(tasks, Adding.class));
    RecordedEvent slow =
        tasks.stream()
            .filter(e -> e.getClass("function").getName().equals(Sleeping.class.getName()))
            .findFirst()
            .orElseThrow();
    assertTrue(slow.getDuration().compareTo(Duration.ofMillis(200)) >= 0, slow::toString);

    List<RecordedEvent> spans = events("parent.jfr", "multiprocessing.Span");
    assertEquals(303, spans.stream().mapToInt(span -> span.getInt("tasks")).sum());
    assertEquals(1, spans.stream().map(span -> span.getLong("workerPid")).distinct().count());
    for (RecordedEvent span : spans) {
      Duration parts =
          span.getDuration("serialized")
              .plus(span.getDuration("run"))
              .plus(span.getDuration("result"));
      Duration off = parts.minus(span.getDuration()).abs();
      assertTrue(off.compareTo(Duration.ofMillis(50)) < 0, span::toString);
      assertFalse(span.getDuration("queued").isNegative(), span::toString);
    }
    assertTrue(
        spans.stream()
            .anyMatch(span -> span.getDuration("run").compareTo(Duration.ofMillis(200)) >= 0));
    assertTrue(
        spans.stream()
            .anyMatch(span -> span.getDuration("queued").compareTo(Duration.ofMillis(150)) >= 0),
        "what waited behind the slow one");
  }

  @Test
  void withoutTheModuleAPoolWorksAsEver() throws Exception {
    try (ChildJvm program =
        ChildJvm.of(Plain.class)
            .jvmOptions("--limit-modules=java.management,jdk.unsupported,java.naming,java.sql")
            .start()) {
      assertEquals(0, program.awaitExit(LIMIT), program::toString);
      assertEquals("[2, 4, 6] false false\n", program.stdout(), program::toString);
    }
  }

  private List<RecordedEvent> events(String file, String name) throws IOException {
    return RecordingFile.readAllEvents(folder.resolve(file)).stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .toList();
  }

  private static List<Long> numbers(List<RecordedEvent> tasks, Class<?> function) {
    return tasks.stream()
        .filter(task -> task.getClass("function").getName().equals(function.getName()))
        .map(task -> task.getLong("taskNumber"))
        .sorted()
        .toList();
  }

  private record Doubling() implements SerializableFunction<Integer, Integer> {
    @Override
    public Integer apply(Integer n) {
      return 2 * n;
    }
  }

  private record Dividing() implements SerializableFunction<Integer, Integer> {
    @Override
    public Integer apply(Integer n) {
      return 1 / n;
    }
  }

  private record Adding() implements SerializableBiFunction<Integer, Integer, Integer> {
    @Override
    public Integer apply(Integer a, Integer b) {
      return a + b;
    }
  }

  private record One() implements SerializableFunction<Integer, Integer> {
    @Override
    public Integer apply(Integer n) {
      return 1;
    }
  }

  private record Sleeping() implements SerializableFunction<Integer, Integer> {
    @Override
    public Integer apply(Integer millis) throws Exception {
      Thread.sleep(millis); // the duration that is recorded
      return millis;
    }
  }

  /** Main: records itself and its worker. */
  static final class Recorded {
    public static void main(String[] args) throws Exception {
      String folder = args[0];
      try (Pool pool = new Pool(1);
          Recording mine = new Recording()) {
        pool.apply(() -> new Recording().start());
        mine.start();
        List<Integer> hundred = IntStream.range(0, 100).boxed().toList();
        List<Integer> doubled = pool.map(new Doubling(), hundred);
        AsyncResult<Integer> slow = pool.applyAsync(new Sleeping(), 200);
        List<AsyncResult<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          calls.add(pool.applyAsync(new One(), i));
        }
        int sum = slow.get() + doubled.size();
        for (AsyncResult<Integer> call : calls) {
          sum += call.get();
        }
        assertEquals(500, sum);
        List<Integer> pair = pool.starmap(new Adding(), List.of(new SimpleEntry<>(1, 2)));
        assertEquals(List.of(3), pair);
        assertThrows(ArithmeticException.class, () -> pool.apply(new Dividing(), 0));
        mine.dump(Path.of(folder, "parent.jfr"));
        pool.apply(
            () -> {
              FlightRecorder recorder = FlightRecorder.getFlightRecorder();
              recorder.getRecordings().get(0).dump(Path.of(folder, "worker.jfr"));
            });
      }
    }
  }

  /** Main: a pool where there is no Flight Recorder. */
  static final class Plain {
    public static void main(String[] args) throws Exception {
      try (Pool pool = new Pool(1)) {
        List<Integer> doubled = pool.map(n -> 2 * n, List.of(1, 2, 3));
        boolean there = pool.apply(() -> hasRecorder());
        System.out.println(doubled + " " + hasRecorder() + " " + there);
      }
    }

    private static boolean hasRecorder() {
      return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    }
  }
}
