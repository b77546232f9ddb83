package multiprocessing.pool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The processors that a pool's workers are pinned to.
 *
 * @param sets the numbers of the processors, a set for each slot; none if workers are not pinned
 * @param command the path of the command that pins; empty until {@link #checked}
 */
record CpuSets(List<List<Integer>> sets, String command) {
  static final CpuSets NONE = new CpuSets(List.of(), "");

  /** A slot for each processor. */
  static CpuSets each(int... processors) {
    return of("cpus", IntStream.of(processors).mapToObj(List::of).toList());
  }

  /** A slot for each set. */
  static CpuSets of(String option, Collection<? extends Collection<Integer>> given) {
    List<List<Integer>> sets = new ArrayList<>();
    for (Collection<Integer> set : given) {
      Objects.requireNonNull(set, "a set");
      set.forEach(processor -> Objects.requireNonNull(processor, "a processor"));
      sets.add(set.stream().sorted().distinct().toList());
    }
    if (sets.isEmpty() || sets.contains(List.<Integer>of())) {
      throw new IllegalArgumentException(option + " must name a processor: " + given);
    }
    for (List<Integer> set : sets) {
      if (set.get(0) < 0) {
        throw new IllegalArgumentException(option + " must be 0 or more: " + set.get(0));
      }
    }
    return new CpuSets(List.copyOf(sets), "");
  }

  int slots() {
    return sets.size();
  }

  /**
   * These, if workers of this process can be pinned to them.
   *
   * @param path where commands are, as in the variable {@code PATH}
   * @throws IllegalArgumentException if this process may not use one of the processors
   * @throws UnsupportedOperationException if nothing here can pin
   */
  CpuSets checked(String path) {
    if (sets.isEmpty()) {
      return this;
    }
    BitSet allowed = Affinity.ofThisProcess();
    for (List<Integer> set : sets) {
      for (int processor : set) {
        if (!allowed.get(processor)) {
          throw new IllegalArgumentException(
              "workers cannot be pinned to processor "
                  + processor
                  + ": it does not exist, or this process may not use it; allowed: "
                  + allowed);
        }
      }
    }
    return new CpuSets(sets, find(path));
  }

  private static String find(String path) {
    for (String folder : path.split(":", -1)) {
      Path command = Path.of(folder, Affinity.COMMAND);
      if (!folder.isEmpty() && Files.isExecutable(command)) {
        return command.toString();
      }
    }
    throw new UnsupportedOperationException(
        "workers cannot be pinned to processors without the command "
            + Affinity.COMMAND
            + " (of util-linux), which is not in the folders of PATH: "
            + path);
  }

  /** What pins the worker that has a slot; null if workers are not pinned. */
  Affinity affinity(int slot) {
    if (slot == CpuSlots.NONE) {
      return null;
    }
    String list = sets.get(slot).stream().map(String::valueOf).collect(Collectors.joining(","));
    return new Affinity(command, list, slot);
  }
}
