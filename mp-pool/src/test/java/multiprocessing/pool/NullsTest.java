package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import multiprocessing.Context;
import multiprocessing.Multiprocessing;
import multiprocessing.Output;
import multiprocessing.function.SerializableBiFunction;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableConsumer;
import multiprocessing.function.SerializableFunction;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.spi.Launcher;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** A null where there may be none is refused at once, with the name of the parameter. */
@ProcessTest
class NullsTest {
  private static final Map<Class<?>, Object> FINE = new HashMap<>();

  static {
    FINE.put(int.class, 1);
    FINE.put(long.class, 1L);
    FINE.put(boolean.class, true);
    FINE.put(Object.class, "any");
    FINE.put(Object[].class, new Object[0]);
    FINE.put(String[].class, new String[] {"x"});
    FINE.put(int[].class, new int[] {0});
    FINE.put(Iterable.class, List.of());
    FINE.put(Collection.class, List.of());
    FINE.put(List.class, List.of(Set.of(0)));
    FINE.put(Callable.class, (Callable<Integer>) () -> 1);
    FINE.put(Runnable.class, (Runnable) () -> {});
    FINE.put(Consumer.class, (Consumer<Object>) any -> {});
    FINE.put(Throwable.class, new IllegalStateException());
    FINE.put(Duration.class, Duration.ofSeconds(1));
    FINE.put(TimeUnit.class, TimeUnit.SECONDS);
    FINE.put(Level.class, Level.INFO);
    FINE.put(Output.class, Output.inherit());
    FINE.put(Launcher.class, Launcher.DEFAULT);
    FINE.put(Context.class, Multiprocessing.getContext());
    FINE.put(TaskOptions.class, TaskOptions.of());
    FINE.put(ProgressListener.class, (ProgressListener) (done, total) -> {});
    FINE.put(SerializableCallable.class, (SerializableCallable<Integer>) () -> 1);
    FINE.put(SerializableCallable[].class, new SerializableCallable<?>[0]);
    FINE.put(SerializableRunnable.class, (SerializableRunnable) () -> {});
    FINE.put(SerializableConsumer.class, (SerializableConsumer<Object>) any -> {});
    FINE.put(SerializableFunction.class, (SerializableFunction<Object, Object>) any -> any);
    FINE.put(SerializableBiFunction.class, (SerializableBiFunction<?, ?, ?>) (a, b) -> a);
  }

  private int checked;

  @Test
  void eachNullIsRefusedByName() throws Exception {
    List<String> wrong = new ArrayList<>();
    try (Pool pool = Pool.builder().minProcesses(0).build();
        ProcessPoolExecutor executor = new ProcessPoolExecutor(pool);
        ThreadPool threads = new ThreadPool(1);
        ResultIterator<Integer> iterator = threads.imap(n -> n, List.of(1))) {
      Object[] subjects = {
        pool, threads, pool.with(TaskOptions.of()), executor, iterator, Pool.builder()
      };
      for (Object subject : subjects) {
        checkMethods(subject, wrong);
      }
      checkMethods(threads.applyAsync(() -> 1), wrong);
      checkMethods(TaskOptions.of(), wrong);
      Class<?>[] made = {
        ThreadPool.class, ProcessPoolExecutor.class, WorkerLocal.class, Outcome.Failure.class
      };
      for (Class<?> type : made) {
        for (Constructor<?> constructor : type.getConstructors()) {
          checkParameters(constructor, null, wrong);
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(checked > 150, () -> "only " + checked + " parameters checked");
  }

  @Test
  void aNullAmongOthersIsRefusedByName() {
    Pool.Builder builder = Pool.builder();
    assertEquals("an option", refusal(() -> builder.jvmOptions("-Xmx1g", null)));
    assertEquals("a name", refusal(() -> builder.travellingProperties("x", null)));
    assertEquals("a set", refusal(() -> builder.cpuSets(Collections.singletonList(null))));
    assertEquals(
        "a processor",
        refusal(() -> builder.cpuSets(List.of(Collections.<Integer>singletonList(null)))));
    try (ProcessPoolExecutor executor =
        new ProcessPoolExecutor(Pool.builder().minProcesses(0).build())) {
      List<SerializableCallable<Integer>> none = Collections.singletonList(null);
      assertEquals("a task", refusal(() -> executor.invokeAll(none)));
      assertEquals("a task", refusal(() -> executor.invokeAny(none)));
    }
  }

  private static String refusal(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(NullPointerException.class, call).getMessage();
  }

  private void checkMethods(Object subject, List<String> wrong) throws Exception {
    List<Method> methods =
        Stream.of(subject.getClass().getMethods())
            .filter(method -> method.getDeclaringClass().getName().startsWith("multiprocessing."))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> !method.getName().equals("equals"))
            .toList();
    for (Method method : methods) {
      checkParameters(method, subject, wrong);
    }
  }

  private void checkParameters(Executable called, Object subject, List<String> wrong)
      throws Exception {
    Class<?>[] types = called.getParameterTypes();
    for (int i = 0; i < types.length; i++) {
      if (!mayBeNull(types[i], i)) {
        checked++;
        String seen = refusal(called, subject, i);
        if (!seen.matches("[a-z][A-Za-z]*")) {
          wrong.add(called + ", parameter " + i + ": " + seen);
        }
      }
    }
  }

  /** Arguments of tasks, results and callbacks. */
  private static boolean mayBeNull(Class<?> type, int index) {
    return type.isPrimitive()
        || type == Object.class
        || type == Consumer.class
        || (type == Runnable.class && index > 0);
  }

  private static String refusal(Executable called, Object subject, int index) throws Exception {
    Class<?>[] types = called.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      assertTrue(i == index || FINE.containsKey(types[i]), () -> "what is fine for " + called);
      arguments[i] = i == index ? null : FINE.get(types[i]);
    }
    try {
      if (called instanceof Method method) {
        method.invoke(subject, arguments);
      } else {
        ((Constructor<?>) called).newInstance(arguments);
      }
      return "nothing was refused";
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      return thrown instanceof NullPointerException
          ? String.valueOf(thrown.getMessage()).replaceFirst("^null$", "(no name)")
          : thrown.toString();
    }
  }
}
