package multiprocessing.benchmarks;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import multiprocessing.pool.Pool;

/** Maps a list of ints on a warm pool. */
final class MapBenchmark implements Benchmark {
  private final Pool pool = new Pool(2);
  private final List<Integer> values;
  private final OptionalInt chunkSize;

  /**
   * Makes the pool and the list.
   *
   * @param chunkSize how many elements travel together; empty for the pool's own choice
   */
  MapBenchmark(int length, OptionalInt chunkSize) {
    this.values = IntStream.range(0, length).boxed().toList();
    this.chunkSize = chunkSize;
  }

  @Override
  public double run(int units) throws Exception {
    return Benchmark.mean(units, this::map);
  }

  @Override
  public void close() {
    pool.close();
  }

  private void map() throws Exception {
    List<Integer> results =
        chunkSize.isPresent()
            ? pool.map(Tasks::increment, values, chunkSize.getAsInt())
            : pool.map(Tasks::increment, values);
    int length = values.size();
    if (results.size() != length || results.get(length - 1) != length) {
      throw new IllegalStateException("wrong results: " + results.size() + " of " + length);
    }
  }
}
