package multiprocessing.internal.wire;

import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** One value of the corpus, and what "the same after a round trip" means for it. */
record Sample(String name, Object value, boolean sameClass, BiPredicate<Object, Object> same) {

  /** A value that must be equal afterwards, arrays by content. */
  static Sample equal(String name, Object value) {
    return new Sample(name, value, true, Objects::deepEquals);
  }

  /** A value without a useful equals, compared by what can be seen of it. */
  static <T> Sample seen(String name, T value, Function<? super T, ?> view) {
    return new Sample(name, value, true, (a, b) -> Objects.deepEquals(see(view, a), see(view, b)));
  }

  /** A value for which a property is checked on the copy alone. */
  static <T> Sample holds(String name, T value, Function<? super T, Boolean> claim) {
    return new Sample(name, value, true, (a, b) -> (Boolean) see(claim, b));
  }

  /** This sample, of which another class may arrive. */
  Sample otherClass() {
    return new Sample(name, value, false, same);
  }

  @SuppressWarnings("unchecked") // the copy has the original's class, or the test fails
  private static <T> Object see(Function<? super T, ?> view, Object value) {
    return view.apply((T) value);
  }

  @Override
  public String toString() {
    return name;
  }
}
