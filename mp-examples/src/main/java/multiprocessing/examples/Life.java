package multiprocessing.examples;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import multiprocessing.Process;
import multiprocessing.shared.Array;
import multiprocessing.shared.BooleanArray;
import multiprocessing.sync.Barrier;

/**
 * Conway's game of life on a torus in shared memory. Each process makes the next generation of its
 * rows; a barrier keeps them in step.
 */
final class Life {
  private static final int WORKERS = 2;
  private static final int SIZE = 64;
  private static final int GENERATIONS = 200;

  private Life() {}

  /** Two generations: one is read while the other is written. */
  private record World(BooleanArray even, BooleanArray odd, Barrier barrier) {
    BooleanArray at(int generation) {
      return generation % 2 == 0 ? even : odd;
    }
  }

  static int run(List<String> arguments, PrintStream out) throws InterruptedException {
    NoOptions.require(arguments);
    World world =
        new World(
            Array.ofBooleans(rPentomino()).unlocked(),
            Array.zeroedBooleans(SIZE * SIZE).unlocked(),
            new Barrier(WORKERS));
    Process[] workers = new Process[WORKERS];
    for (int i = 0; i < WORKERS; i++) {
      workers[i] = new Process(Life::live, world, i);
      workers[i].start();
    }
    for (Process worker : workers) {
      worker.join();
    }
    boolean[] cells = world.at(GENERATIONS).toArray();
    boolean right = Arrays.equals(cells, alone());
    print(cells, out);
    out.println("after " + GENERATIONS + " generations in " + WORKERS + " processes");
    out.println("equals the one made in this JVM alone: " + (right ? "yes" : "NO"));
    return right ? 0 : 1;
  }

  private static void live(World world, int worker) throws Exception {
    int first = SIZE * worker / WORKERS;
    int end = SIZE * (worker + 1) / WORKERS;
    for (int generation = 0; generation < GENERATIONS; generation++) {
      boolean[] now = world.at(generation).toArray();
      boolean[] next = next(now, first, end);
      world.at(generation + 1).set(first * SIZE, next, 0, next.length);
      int unused = world.barrier.await(); // breaks if the other one dies
    }
  }

  private static boolean[] alone() {
    boolean[] cells = rPentomino();
    for (int generation = 0; generation < GENERATIONS; generation++) {
      cells = next(cells, 0, SIZE);
    }
    return cells;
  }

  /** The next generation of some rows. */
  private static boolean[] next(boolean[] now, int first, int end) {
    boolean[] next = new boolean[(end - first) * SIZE];
    for (int i = 0; i < next.length; i++) {
      int row = first + i / SIZE;
      int column = i % SIZE;
      int around = 0;
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          boolean other = dx != 0 || dy != 0;
          around += other && now[at(row + dy, column + dx)] ? 1 : 0;
        }
      }
      next[i] = around == 3 || (around == 2 && now[at(row, column)]);
    }
    return next;
  }

  private static int at(int row, int column) {
    return Math.floorMod(row, SIZE) * SIZE + Math.floorMod(column, SIZE);
  }

  private static boolean[] rPentomino() {
    boolean[] cells = new boolean[SIZE * SIZE];
    int middle = SIZE / 2;
    for (int[] cell : new int[][] {{0, 1}, {0, 2}, {1, 0}, {1, 1}, {2, 1}}) {
      cells[at(middle + cell[0], middle + cell[1])] = true;
    }
    return cells;
  }

  /** Two rows in one line. */
  private static void print(boolean[] cells, PrintStream out) {
    for (int row = 0; row < SIZE; row += 2) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < SIZE; column++) {
        boolean upper = cells[at(row, column)];
        boolean lower = cells[at(row + 1, column)];
        line.append(upper ? (lower ? ':' : '\'') : (lower ? '.' : ' '));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
