package multiprocessing.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The spans that nobody has yet: those of a higher priority first, of the same one in their order.
 * Guarded by its crew.
 */
final class SpanQueue {
  private static final int SWEPT_AT_LEAST = 1000;

  // most programs know one priority only, and pay for no other
  private final Deque<Span> usual = new ArrayDeque<>();
  private final NavigableMap<Integer, Deque<Span>> others =
      new TreeMap<>(Comparator.reverseOrder()); // none of them is empty
  private int elsewhere;
  private boolean ranked;
  private int sweptAt = SWEPT_AT_LEAST;

  /** Adds one behind those of its priority. */
  void add(Span span) {
    if (size() >= sweptAt) {
      sweep();
    }
    lineOf(span).addLast(span);
  }

  /** Where nobody polls for long, what was cancelled must not gather. */
  private void sweep() {
    boolean ignored = usual.removeIf(span -> span.job().isDone());
    others.values().forEach(line -> line.removeIf(span -> span.job().isDone()));
    ignored = others.values().removeIf(Deque::isEmpty);
    elsewhere = others.values().stream().mapToInt(Deque::size).sum();
    sweptAt = Math.max(SWEPT_AT_LEAST, 2 * size()); // on an average, each is looked at once
  }

  /** Adds one before those of its priority. */
  void addFirst(Span span) {
    lineOf(span).addFirst(span);
  }

  private Deque<Span> lineOf(Span span) {
    int priority = span.priority();
    if (priority == TaskOptions.USUAL_PRIORITY) {
      return usual;
    }
    ranked = true;
    elsewhere++;
    return others.computeIfAbsent(priority, any -> new ArrayDeque<>());
  }

  /** The next one, which stays; null if there is none. */
  Span peek() {
    return usualIsNext() ? usual.peek() : others.firstEntry().getValue().peek();
  }

  /** Takes the next one; null if there is none. */
  Span poll() {
    if (usualIsNext()) {
      return usual.poll();
    }
    Map.Entry<Integer, Deque<Span>> line = others.firstEntry();
    Span next = line.getValue().poll();
    elsewhere--;
    if (line.getValue().isEmpty()) {
      others.remove(line.getKey());
    }
    return next;
  }

  private boolean usualIsNext() {
    return elsewhere == 0 || (!usual.isEmpty() && others.firstKey() < TaskOptions.USUAL_PRIORITY);
  }

  boolean isEmpty() {
    return size() == 0;
  }

  int size() {
    return usual.size() + elsewhere;
  }

  /** How many wait that have the priority of this one. */
  int sizeBeside(Span span) {
    int priority = span.priority();
    if (priority == TaskOptions.USUAL_PRIORITY) {
      return usual.size();
    }
    Deque<Span> line = others.get(priority);
    return line == null ? 0 : line.size();
  }

  /** Whether there ever was one of another priority than the usual. */
  boolean isRanked() {
    return ranked;
  }

  void forEach(Consumer<Span> visitor) {
    usual.forEach(visitor);
    others.values().forEach(line -> line.forEach(visitor));
  }

  /** Takes all. */
  List<Span> drain() {
    List<Span> all = new ArrayList<>(size());
    for (Span next = poll(); next != null; next = poll()) {
      all.add(next);
    }
    return all;
  }
}
