package multiprocessing.examples;

import java.io.Serializable;
import java.util.Arrays;

/** How often each instruction occurs. Keeps only those that do occur, because it travels. */
final class Histogram implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] opcodes;
  private final long[] counts;

  private Histogram(byte[] opcodes, long[] counts) {
    this.opcodes = opcodes;
    this.counts = counts;
  }

  /** A histogram of the counts of opcodes 0, 1, 2 and so on, at most 256 of them. */
  static Histogram of(long[] countByOpcode) {
    if (countByOpcode.length > 256) {
      throw new IllegalArgumentException("more than 256 opcodes: " + countByOpcode.length);
    }
    int kinds = (int) Arrays.stream(countByOpcode).filter(count -> count != 0).count();
    byte[] opcodes = new byte[kinds];
    long[] counts = new long[kinds];
    int next = 0;
    for (int opcode = 0; opcode < countByOpcode.length; opcode++) {
      if (countByOpcode[opcode] != 0) {
        opcodes[next] = (byte) opcode;
        counts[next] = countByOpcode[opcode];
        next++;
      }
    }
    return new Histogram(opcodes, counts);
  }

  /** The sum of some histograms; all zero for none. */
  static Histogram sum(Iterable<Histogram> all) {
    long[] sum = new long[256];
    for (Histogram one : all) {
      for (int i = 0; i < one.opcodes.length; i++) {
        sum[one.opcodes[i] & 0xff] += one.counts[i];
      }
    }
    return of(sum);
  }

  /** The counts of the opcodes 0 to 255. */
  long[] toArray() {
    long[] all = new long[256];
    for (int i = 0; i < opcodes.length; i++) {
      all[opcodes[i] & 0xff] = counts[i];
    }
    return all;
  }

  long total() {
    return Arrays.stream(counts).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Histogram that
        && Arrays.equals(opcodes, that.opcodes)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(opcodes) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return total() + " instructions of " + opcodes.length + " kinds";
  }
}
