package multiprocessing.internal.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import java.util.List;

/** A lambda that the next task of a JVM will probably have, told to it and linked in advance. */
public final class LambdaPractice {
  private static final LambdaPractice NONE = new LambdaPractice(null, null);

  /** A program mostly starts one kind of task again and again. */
  private static volatile LambdaPractice lastTold = NONE;

  private static volatile Linked linked;

  private final Class<?> made;
  private final BareLambda lambda;

  private LambdaPractice(Class<?> made, BareLambda lambda) {
    this.made = made;
    this.lambda = lambda;
  }

  /** Of what a task calls, lambda or not. */
  public static LambdaPractice of(Object target) {
    Class<?> made = target.getClass();
    LambdaPractice last = lastTold;
    if (last.made == made) {
      return last;
    }
    // one that is not of the class path may go with its loader
    boolean stays = made.getClassLoader() == ClassLoader.getSystemClassLoader();
    BareLambda bare = stays ? BareLambda.of(target) : null;
    if (bare == null) {
      return NONE;
    }
    LambdaPractice practice = new LambdaPractice(made, bare);
    lastTold = practice;
    return practice;
  }

  /** Of no lambda. */
  public static LambdaPractice none() {
    return NONE;
  }

  /** What is told; empty for nothing. */
  public List<String> words() {
    return lambda == null ? List.of() : lambda.words();
  }

  /** Links what was told; without effect if that cannot be done. */
  public static void link(List<String> words) {
    if (words.isEmpty()) {
      return;
    }
    try {
      BareLambda lambda = BareLambda.of(words);
      MethodHandle maker = lambda.link(ClassLoader.getSystemClassLoader());
      linked = new Linked(lambda, maker);
    } catch (Throwable e) { // of a method handle
      // the task that has it will say so
    }
  }

  /** The lambda, if it was linked; else null. */
  static Object make(Class<?> origin, SerializedLambda lambda, Object[] captured) {
    Linked ready = linked;
    if (ready == null || !ready.lambda.matches(lambda)) {
      return null;
    }
    if (origin.getClassLoader() != ClassLoader.getSystemClassLoader()) {
      return null;
    }
    return ready.make(origin, captured);
  }

  private record Linked(BareLambda lambda, MethodHandle maker) {

    Object make(Class<?> origin, Object[] captured) {
      try {
        // the code of the user's that the usual way would run
        Class<?> ignored = Class.forName(origin.getName(), true, origin.getClassLoader());
        return maker.invokeExact(captured);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
