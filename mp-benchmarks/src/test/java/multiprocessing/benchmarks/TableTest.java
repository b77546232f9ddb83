package multiprocessing.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void ratioIsTakenRoundByRoundAndComparedWithTheTarget() {
    Result apply = new Result(Row.APPLY);
    List.of(50_000.0, 60_000.0, 400_000.0).forEach(nanos -> apply.add(Side.JAVA, nanos));
    List.of(100_000.0, 150_000.0, 160_000.0).forEach(nanos -> apply.add(Side.CPYTHON, nanos));
    assertEquals(
        """
        | row   | Java               | CPython          | Java / CPython   | target        |
        |-------|--------------------|------------------|------------------|---------------|
        | apply | 60.0 us (50.0-400) | 150 us (100-160) | 0.50 (0.40-2.50) | <= 0.2 missed |
        """,
        Table.of(List.of(apply)));
  }

  @Test
  void sideThatFailedOrIsAbsentHasNoNumberAndNoRatio() {
    Result spawn = new Result(Row.SPAWN);
    spawn.add(Side.JAVA, 5e6);
    spawn.fail(Side.JAVA, "died");
    assertEquals(
        """
        | row   | Java   | CPython | Java / CPython | target |
        |-------|--------|---------|----------------|--------|
        | spawn | failed | -       | -              | <= 2.1 |
        """,
        Table.of(List.of(spawn)));
  }

  @Test
  void shareIsInPercent() {
    Result fairness = new Result(Row.LOCK_FAIRNESS);
    fairness.add(Side.JAVA, 43.4);
    assertTrue(Table.of(List.of(fairness)).contains("| 43 % (43-43) |"));
  }

  @Test
  void rateIsComparedWithWhatIsWantedOfOurSide() {
    Result tasks = new Result(Row.SMALL_TASKS);
    tasks.add(Side.JAVA, 299_000);
    tasks.add(Side.CPYTHON, 29_900);
    assertEquals(
        """
        | row         | Java              | CPython        | Java / CPython      | target            |
        |-------------|-------------------|----------------|---------------------|-------------------|
        | small-tasks | 299 k/s (299-299) | 30 k/s (30-30) | 10.00 (10.00-10.00) | >= 300 k/s missed |
        """,
        Table.of(List.of(tasks)));
  }

  @Test
  void rowsThatAreComparedWithPlainJavaHaveATableOfTheirOwn() {
    Result executor = new Result(Row.EXECUTOR_50K);
    executor.add(Side.JAVA, 4e6);
    executor.add(Side.PLAIN_JAVA, 1e6);
    String table = Table.of(List.of(executor, new Result(Row.APPLY)));
    List<String> headers = table.lines().filter(line -> line.contains("target")).toList();
    assertTrue(headers.get(0).contains("| Java / CPython |"), table);
    assertTrue(headers.get(1).contains("| Java / plain Java |"), table);
    assertTrue(table.contains("| 4.00 (4.00-4.00)  | -      |"), table);
  }

  @Test
  void memoryIsInMegabytes() {
    Result idle = new Result(Row.IDLE_MEMORY);
    idle.add(Side.JAVA, 20_500_000);
    assertEquals(
        """
        | row         | Java                | CPython | Java / CPython | target |
        |-------------|---------------------|---------|----------------|--------|
        | idle-memory | 20.5 MB (20.5-20.5) | -       | -              | -      |
        """,
        Table.of(List.of(idle)));
  }

  @Test
  void medianOfAnEvenNumberIsTheMiddleOfTheTwo() {
    assertEquals(new Samples(2.5, 1, 9), Samples.of(List.of(9.0, 2.0, 3.0, 1.0)));
  }
}
