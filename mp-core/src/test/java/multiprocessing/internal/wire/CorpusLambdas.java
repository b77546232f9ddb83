package multiprocessing.internal.wire;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableFunction;

/** Lambdas and method references. */
final class CorpusLambdas {
  private CorpusLambdas() {}

  @SuppressWarnings("serial") // javac warns of what a lambda of a package-private class exposes
  static void addTo(List<Sample> all) {
    all.add(lambda("lambda", () -> 5, 5));
    int captured = 3;
    String text = "t";
    double real = 0.5;
    all.add(lambda("lambda with captures", () -> captured + text + real, "3t0.5"));
    UserTypes.NoDefault user = new UserTypes.NoDefault(8);
    all.add(lambda("lambda that captures a user object", () -> user.value(), 8));
    all.add(lambda("static method reference", CorpusLambdas::answer, 42));
    all.add(lambda("bound method reference", "abc"::length, 3));
    SerializableFunction<String, Integer> unbound = String::length;
    all.add(function("unbound method reference", unbound, "abcd", 4));
    SerializableFunction<String, Object> constructor = StringBuilder::new;
    all.add(
        Sample.seen("constructor reference", constructor, f -> apply(f, "x").toString())
            .otherClass());
    SerializableFunction<Integer, Object> array = int[]::new;
    all.add(
        Sample.seen("array constructor reference", array, f -> ((int[]) apply(f, 3)).length)
            .otherClass());
    SerializableCallable<Integer> inner = () -> 20;
    all.add(lambda("lambda in a lambda", () -> inner.call() + 1, 21));
    all.add(lambda("lambda that captures this", new Owner(4).task(), 5));
    all.add(lambda("generic lambda", generic(List.of(7)), List.of(7)));
    addOfTheJdk(all);
  }

  private static void addOfTheJdk(List<Sample> all) {
    Comparator<String> byLength =
        Comparator.comparing((Function<String, Integer> & Serializable) String::length);
    all.add(comparator("Comparator.comparing", byLength, "b", "aa"));
    all.add(comparator("Comparator.reversed", byLength.reversed(), "aa", "b"));
    all.add(
        comparator(
            "Comparator.thenComparing",
            byLength.thenComparing(Comparator.<String>reverseOrder()),
            "b",
            "a"));
    all.add(
        comparator(
            "nullsFirst", Comparator.nullsFirst(Comparator.<String>naturalOrder()), null, ""));
    all.add(
        comparator(
            "Map.Entry.comparingByKey",
            Map.Entry.<String, Integer>comparingByKey(),
            Map.entry("a", 2),
            Map.entry("b", 1)));
    all.add(
        comparator(
            "Map.Entry.comparingByValue",
            Map.Entry.<String, Integer>comparingByValue(),
            Map.entry("b", 1),
            Map.entry("a", 2)));
    Owner knot = new Owner(1);
    knot.self = (Supplier<Owner> & Serializable) () -> knot;
    all.add(
        Sample.holds("lambda in a field of what it captures", knot.self, s -> s.get().self == s)
            .otherClass());
    all.add(Sample.holds("object whose lambda captures it", knot, copy -> copy.self.get() == copy));
  }

  public static int answer() {
    return 42;
  }

  private static <T> SerializableCallable<List<T>> generic(List<T> list) {
    return () -> list;
  }

  private static Sample lambda(String name, SerializableCallable<?> value, Object result) {
    return Sample.seen(name, value, c -> call(c).equals(result)).otherClass();
  }

  private static <A> Sample function(
      String name, SerializableFunction<A, ?> value, A argument, Object result) {
    return Sample.seen(name, value, f -> apply(f, argument).equals(result)).otherClass();
  }

  private static <T> Sample comparator(String name, Comparator<T> value, T less, T more) {
    return Sample.holds(name, value, c -> c.compare(less, more) < 0 && c.compare(more, less) > 0)
        .otherClass();
  }

  private static Object call(SerializableCallable<?> task) {
    try {
      return task.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <A> Object apply(SerializableFunction<A, ?> function, A argument) {
    try {
      return function.apply(argument);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static final class Owner {
    private final int base;
    Supplier<Owner> self;

    Owner(int base) {
      this.base = base;
    }

    public int sum() {
      return base + 1;
    }

    @SuppressWarnings("serial") // as above
    SerializableCallable<Integer> task() {
      return () -> sum();
    }
  }
}
