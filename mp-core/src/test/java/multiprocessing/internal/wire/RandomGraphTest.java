package multiprocessing.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import multiprocessing.SerializationException;
import multiprocessing.function.SerializableCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Graphs nobody would think of: they arrive in the same shape, or are refused at the sender. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomGraphTest {

  @Test
  void graphArrivesInTheSameShapeOrIsRefusedAtTheSender() {
    int refused = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      Object root = graph(new Random(seed));
      byte[] message;
      try {
        message = ObjectCodec.dumps(root, "value");
      } catch (SerializationException e) {
        assertTrue(e.getMessage().contains("refers back to itself"), e.getMessage());
        refused++;
        continue;
      }
      try {
        assertSameShape(root, ObjectCodec.loads(message), new IdentityHashMap<>());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("graph of seed " + seed, e);
      }
    }
    int all = refused;
    assertTrue(refused > 0 && refused < 10_000, () -> "refused: " + all);
  }

  private static Object graph(Random random) {
    List<Object> nodes = new ArrayList<>();
    int count = 2 + random.nextInt(7);
    for (int i = 0; i < count; i++) {
      nodes.add(mutable(random.nextInt(7)));
    }
    for (int i = 0; i < count; i++) {
      nodes.add(immutable(random.nextInt(7), pick(nodes, random), pick(nodes, random)));
    }
    for (Object node : List.copyOf(nodes)) {
      connect(node, pick(nodes, random), pick(nodes, random));
    }
    return pick(nodes, random);
  }

  private static Object pick(List<Object> nodes, Random random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private static Object mutable(int kind) {
    return switch (kind) {
      case 0 -> new UserTypes.Link();
      case 1 -> new ArrayList<>();
      case 2 -> new Object[2];
      case 3 -> new AtomicReference<>();
      case 4 -> new Fault();
      case 5 -> new RefusalTest.Copied();
      default -> new Extended();
    };
  }

  private static Object immutable(int kind, Object first, Object second) {
    return switch (kind) {
      case 0 -> new UserTypes.Pair<>(first, second);
      case 1 -> List.of(first, second);
      case 2 -> Collections.unmodifiableCollection(new ArrayList<>(List.of(first)));
      case 3 -> Collections.unmodifiableList(new ArrayList<>(List.of(first, second)));
      case 4 -> Collections.singletonList(first);
      case 5 -> (SerializableCallable<Object>) () -> first;
      default -> new Object[] {first, "text", second};
    };
  }

  @SuppressWarnings("unchecked") // the kinds are those above
  private static void connect(Object node, Object first, Object second) {
    if (node instanceof UserTypes.Link link) {
      link.any = first;
      link.other = second instanceof UserTypes.Link other ? other : null;
    } else if (node.getClass() == ArrayList.class || node instanceof Extended) {
      ((List<Object>) node).addAll(Arrays.asList(first, second));
    } else if (node instanceof RefusalTest.Copied copied) {
      copied.content.addAll(Arrays.asList(first, second));
    } else if (node instanceof AtomicReference<?>) {
      ((AtomicReference<Object>) node).set(first);
    } else if (node instanceof Fault fault) {
      fault.payload = first;
      if (second instanceof Fault cause && cause != fault) {
        fault.initCause(cause);
      }
    } else if (node instanceof Object[] array) {
      array[0] = first;
    }
  }

  private static List<Object> parts(Object node) {
    if (node instanceof UserTypes.Link link) {
      return Arrays.asList(link.any, link.other);
    } else if (node instanceof UserTypes.Pair<?, ?> pair) {
      return Arrays.asList(pair.first(), pair.second());
    } else if (node instanceof Collection<?> collection) {
      return Arrays.asList(collection.toArray());
    } else if (node instanceof RefusalTest.Copied copied) {
      return copied.content;
    } else if (node instanceof Object[] array) {
      return Arrays.asList(array);
    } else if (node instanceof AtomicReference<?> reference) {
      return Arrays.asList(reference.get());
    } else if (node instanceof Fault fault) {
      return Arrays.asList(fault.payload, fault.getCause());
    } else if (node instanceof SerializableCallable<?> task) {
      return Arrays.asList(call(task));
    }
    return List.of();
  }

  private static void assertSameShape(
      Object node, Object copy, IdentityHashMap<Object, Object> known) {
    if (node == null || node instanceof String) {
      assertEquals(node, copy);
      return;
    }
    if (known.containsKey(node)) {
      if (known.get(node) != copy) { // immutable collections and lambdas have no identity to keep
        assertTrue(isValue(node), () -> "identity of " + node.getClass());
      }
      return;
    }
    if (node instanceof RefusalTest.Copied) {
      assertSame(ArrayList.class, copy.getClass());
    } else if (!(node instanceof SerializableCallable)) {
      assertSame(node.getClass(), copy.getClass());
    }
    known.put(node, copy);
    List<Object> parts = parts(node);
    List<Object> copies = parts(copy);
    assertEquals(parts.size(), copies.size());
    for (int i = 0; i < parts.size(); i++) {
      assertSameShape(parts.get(i), copies.get(i), known);
    }
  }

  private static boolean isValue(Object node) {
    return node instanceof SerializableCallable
        || node.getClass().getName().startsWith("java.util.ImmutableCollections$");
  }

  private static Object call(SerializableCallable<?> task) {
    try {
      return task.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // whatever a user hangs on an exception
    Object payload;
  }

  static final class Extended extends ArrayList<Object> {
    private static final long serialVersionUID = 1;
  }
}
