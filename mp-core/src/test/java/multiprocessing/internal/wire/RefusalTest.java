package multiprocessing.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusalTest {

  static Stream<Arguments> unfit() {
    Socket socket = new Socket();
    String refused = ": java.net.Socket is not serializable";
    SerializableCallable<Object> lambda = () -> socket;
    Map<String, Object> map = new HashMap<>(Map.of("key", List.of(1, socket)));
    Map<Object, Object> keys = new HashMap<>();
    keys.put(socket, 1);
    return Stream.of(
        Arguments.of(socket, "value" + refused),
        Arguments.of(new Object[] {1, socket}, "value[1]" + refused),
        Arguments.of(Arrays.asList(1, 2, 3, new Task(socket)), "value[3].connection" + refused),
        Arguments.of(new Pair(1, socket), "value.second" + refused),
        Arguments.of(map, "value{key}[1]" + refused),
        Arguments.of(keys, "value.key(java.net.Socket)" + refused),
        Arguments.of(lambda, "value.captured[0]" + refused),
        Arguments.of(Optional.of(socket), "value.value" + refused),
        Arguments.of(new AtomicReference<Object>(socket), "value.value" + refused),
        Arguments.of(Collections.unmodifiableList(List.of(socket)), "value[0]" + refused),
        Arguments.of(
            new RuntimeException("m", new Failure(socket)), "value.cause.connection" + refused),
        Arguments.of(Thread.currentThread(), "value: java.lang.Thread is not serializable"),
        Arguments.of(
            new IdentityHashMap<String, Integer>().keySet(),
            "value: java.util.IdentityHashMap$KeySet is not serializable"),
        Arguments.of(
            RefusalTest.class.getClassLoader().getParent(),
            "value: jdk.internal.loader.ClassLoaders$PlatformClassLoader is not serializable"),
        Arguments.of(
            ForkJoinPool.commonPool(),
            "value: java.util.concurrent.ForkJoinPool is not serializable"),
        Arguments.of(
            CompletableFuture.completedFuture(1),
            "value: java.util.concurrent.CompletableFuture is not serializable"),
        Arguments.of(
            new PrintStream(OutputStream.nullOutputStream()),
            "value: java.io.PrintStream is not serializable"),
        Arguments.of(
            new Tick(),
            "value: "
                + Tick.class.getName()
                + " is not serializable: the state of its superclass java.util.TimerTask is closed"),
        Arguments.of(
            (Supplier<Integer>) () -> 5,
            "value: a lambda or method reference in "
                + RefusalTest.class.getName()
                + " is not serializable; "
                + Describe.ADVICE_LAMBDA));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unfit")
  void messageHasThePathToTheCulprit(Object value, String message) {
    assertEquals(message, refusal(value).getMessage());
  }

  @Test
  void rootIsCalledAsTheCallerSays() {
    Object[] tasks = {new Task(new Socket())};
    SerializationException seen =
        assertThrows(SerializationException.class, () -> ObjectCodec.dumps(tasks, "tasks"));
    assertEquals("tasks[0].connection: java.net.Socket is not serializable", seen.getMessage());
  }

  @Test
  void recordInACycleIsRefusedNotSilentlyNull() {
    List<Object> list = new ArrayList<>();
    Pair pair = new Pair(1, list);
    list.add(pair);
    assertTrue(
        refusal(pair)
            .getMessage()
            .startsWith("value: " + Pair.class.getTypeName() + " refers back to itself; "));
    assertTrue(refusal(new Object[] {pair}).getMessage().startsWith("value[0]: "));
  }

  @Test
  void recordInACycleThatBeginsElsewhereTravels() {
    List<Object> list = new ArrayList<>();
    list.add(new Pair(1, list));
    List<?> copy = (List<?>) ObjectCodec.loads(ObjectCodec.dumps(list, "value"));
    assertSame(copy, ((Pair) copy.get(0)).second());
  }

  @Test
  void lambdaInACycleIsRefused() {
    Object[] holder = new Object[1];
    SerializableCallable<Object> lambda = () -> holder;
    holder[0] = lambda;
    assertTrue(refusal(lambda).getMessage().contains(" refers back to itself; "));
  }

  @Test
  void wrapperThatAHookReplacesIsRefusedInACycle() {
    List<Object> inner = new ArrayList<>();
    List<Object> wrapper = Collections.unmodifiableList(inner);
    inner.add(wrapper);
    assertTrue(refusal(wrapper).getMessage().contains(" refers back to itself through "));
  }

  @Test
  void objectThatItsHookReplacesIsRefusedInACycle() {
    Copied direct = new Copied();
    direct.content.add(direct);
    assertEquals(
        "value: "
            + Copied.class.getTypeName()
            + " refers back to itself through java.util.ArrayList; "
            + Describe.ADVICE_CYCLE,
        refusal(direct).getMessage());
    assertRefersBack(new AtomicReference<>(direct));

    Copied indirect = new Copied();
    AtomicReference<Object> inside = new AtomicReference<>(indirect);
    indirect.content.addAll(List.of("text", inside, List.of(inside)));
    assertRefersBack(indirect);
    assertRefersBack(new Object[] {new Copied(), new RuntimeException(), indirect});
    assertRefersBack(new AtomicReference<>(indirect));
    List<?> copy =
        (List<?>) ((AtomicReference<?>) ObjectCodec.loads(ObjectCodec.dumps(inside, "v"))).get();
    assertSame(copy, ((AtomicReference<?>) copy.get(1)).get());
  }

  private static void assertRefersBack(Object value) {
    String message = refusal(value).getMessage();
    assertTrue(message.contains(" refers back to itself through java.util.ArrayList; "), message);
  }

  @Test
  void objectsThatTheirHooksReplaceTravelWithoutACycle() {
    Copied same = new Copied();
    Copied inner = new Copied();
    Copied outer = new Copied();
    inner.content.addAll(List.of(same, same));
    outer.content.addAll(List.of(inner, new AtomicReference<>(same)));
    List<?> copy = (List<?>) ObjectCodec.loads(ObjectCodec.dumps(outer, "value"));
    List<?> innerCopy = (List<?>) copy.get(0);
    assertSame(innerCopy.get(0), innerCopy.get(1));
    assertSame(innerCopy.get(0), ((AtomicReference<?>) copy.get(1)).get());
    assertEquals(List.of(), innerCopy.get(0));
  }

  @Test
  void whatAHookThrowsIsTheCause() {
    SerializationException seen = refusal(new Object[] {new Stubborn()});
    assertEquals("no", seen.getCause().getMessage());
  }

  @Test
  void failureLeavesNothingForTheNextMessage() {
    refusal(new Object[] {"text", new Socket()});
    assertNull(ObjectCodec.loads(ObjectCodec.dumps(null, "value")));
    assertEquals(List.of(1), ObjectCodec.loads(ObjectCodec.dumps(List.of(1), "value")));
  }

  private static SerializationException refusal(Object value) {
    return assertThrows(SerializationException.class, () -> ObjectCodec.dumps(value, "value"));
  }

  record Pair(Object first, Object second) {}

  static final class Task {
    final Socket connection;

    Task(Socket connection) {
      this.connection = connection;
    }
  }

  static final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // what is refused
    final Socket connection;

    Failure(Socket connection) {
      this.connection = connection;
    }
  }

  static final class Tick extends TimerTask {
    @Override
    public void run() {}
  }

  /** Travels as a list of the JDK's, a new one each time it is asked. */
  static final class Copied implements Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // does not travel itself
    final List<Object> content = new ArrayList<>();

    private Object writeReplace() {
      return new ArrayList<>(content);
    }
  }

  static final class Stubborn implements Serializable {
    private static final long serialVersionUID = 1;

    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new IOException("no");
    }
  }
}
