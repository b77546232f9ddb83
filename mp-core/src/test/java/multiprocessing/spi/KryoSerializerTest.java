package multiprocessing.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import multiprocessing.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KryoSerializerTest {
  private final Serializer serializer = new KryoSerializer();

  @Test
  void reducedObjectIsRebuiltAndShared() {
    KryoSerializer.register(Handle.class, h -> h.address, Handle::new);
    Handle handle = new Handle("here");
    Object[] copy = (Object[]) roundTrip(new Object[] {handle, handle});
    assertEquals("here", ((Handle) copy[0]).address);
    assertSame(copy[0], copy[1]);
  }

  @Test
  void reductionOfASupertypeServesItsSubclassesUntilTheyHaveTheirOwn() {
    KryoSerializer.register(Base.class, b -> 1, n -> new Derived("from base " + n));
    assertEquals("from base 1", ((Derived) roundTrip(new Derived("x"))).text);
    KryoSerializer.register(Derived.class, d -> d.text, t -> new Derived(t + " again"));
    assertEquals("x again", ((Derived) roundTrip(new Derived("x"))).text);
  }

  @Test
  void failingReductionIsARefusalWithThePath() {
    KryoSerializer.register(
        Broken.class,
        b -> {
          throw new IllegalStateException("no");
        },
        x -> new Broken());
    SerializationException seen =
        assertThrows(
            SerializationException.class, () -> serializer.dumps(List.of(1, new Broken())));
    assertEquals(
        "value[1]: the reduction registered for "
            + Broken.class.getName()
            + " failed: java.lang.IllegalStateException: no",
        seen.getMessage());
  }

  @Test
  void longLinkedListTravels() {
    Node list = null;
    for (int i = 0; i < 100_000; i++) {
      list = new Node(i, list);
    }
    Node copy = (Node) roundTrip(list);
    int length = 0;
    for (Node node = copy; node != null; node = node.next) {
      length++;
    }
    assertEquals(100_000, length);
    assertEquals(99_999, copy.value);
  }

  @Test
  void longCauseChainTravels() {
    Exception chain = new Exception("0");
    for (int i = 1; i < 3_000; i++) {
      chain = new Exception(Integer.toString(i), chain);
    }
    assertEquals("2998", ((Exception) roundTrip(chain)).getCause().getMessage());
  }

  @Test
  void sixtyFourMebibytesTravel() {
    byte[] large = new byte[64 << 20];
    large[large.length - 1] = 7;
    byte[] message = serializer.dumps(large);
    assertTrue(message.length < large.length + 16, () -> "bytes: " + message.length);
    assertArrayEquals(large, (byte[]) serializer.loads(message));
  }

  @Test
  void integersAreCompact() {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 125_000).boxed().toList());
    byte[] message = serializer.dumps(numbers);
    assertTrue(message.length <= 3 * numbers.size(), () -> "bytes: " + message.length);
    assertEquals(numbers, serializer.loads(message));
  }

  @Test
  void severalThreadsMayUseItAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int seed = i;
        tasks.add(() -> survives(seed));
      }
      for (Future<Boolean> result : threads.invokeAll(tasks)) {
        assertTrue(result.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean survives(int seed) {
    for (int i = 0; i < 300; i++) {
      Object value = Arrays.asList(seed, "text " + i, List.of(i, seed), Thread.State.NEW);
      if (!roundTrip(value).equals(value)
          || !((Exception) roundTrip(new Exception("m" + i))).getMessage().equals("m" + i)) {
        return false;
      }
      assertThrows(SerializationException.class, () -> serializer.dumps(new Socket()));
    }
    return true;
  }

  @Test
  void nothingOfAnObjectIsKeptAfterACall() throws Exception {
    WeakReference<Object> sent = new WeakReference<>(new Node(1, null));
    WeakReference<Object> received = new WeakReference<>(roundTrip(sent.get()));
    WeakReference<Object> refused = new WeakReference<>(new Socket());
    assertThrows(SerializationException.class, () -> serializer.dumps(refused.get()));
    assertCleared(sent);
    assertCleared(received);
    assertCleared(refused);
  }

  @Test
  void classLoaderOfAnObjectIsNotKept() throws Exception {
    WeakReference<ClassLoader> loader = roundTripInOwnLoader();
    assertCleared(loader);
  }

  private WeakReference<ClassLoader> roundTripInOwnLoader() throws Exception {
    URL classes = Node.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(Single.class.getName());
      Thread.currentThread().setContextClassLoader(loader);
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object copy = roundTrip(constructor.newInstance());
      assertSame(type, copy.getClass());
      return new WeakReference<>(loader);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static void assertCleared(WeakReference<?> reference) {
    for (int i = 0; i < 50 && reference.get() != null; i++) {
      System.gc();
    }
    assertNull(reference.get());
  }

  @Test
  void propertiesOfTheUserAreLeftAsTheyWere() {
    serializer.dumps(1);
    assertNull(System.getProperty("kryo.unsafe"));
  }

  private Object roundTrip(Object value) {
    return serializer.loads(serializer.dumps(value));
  }

  /** Alone in its class file, for a class loader of its own. */
  static final class Single {
    final int value = Integer.parseInt("1");
  }

  static final class Handle {
    final String address;
    final Socket socket = new Socket();

    Handle(String address) {
      this.address = address;
    }
  }

  static class Base {}

  static final class Derived extends Base {
    final String text;

    Derived(String text) {
      this.text = text;
    }
  }

  static final class Broken {}

  static final class Node {
    final int value;
    final Node next;

    Node(int value, Node next) {
      this.value = value;
      this.next = next;
    }
  }
}
