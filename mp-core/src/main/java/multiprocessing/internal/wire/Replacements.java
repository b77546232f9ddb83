package multiprocessing.internal.wire;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/*
 * Java serialization asks an immutable collection or a lambda for its replacement before it asks
 * us, and each time gets a new one. So that these are not written by an island, where one that
 * contains itself would arrive as its replacement, they are turned back here and compared by content.
 */
/** Knows what the JDK puts in place of its immutable collections and of lambdas. */
final class Replacements {
  private Replacements() {}

  /** Returns the immutable collection that a replacement stands for; anything else as it is. */
  static Object original(Object object) {
    Class<?> type = object.getClass();
    if (!type.getName().equals("java.util.CollSer")) {
      return object;
    }
    try {
      return Backdoor.callHook("readResolveForSerialization", type, object);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Refusal(object, "an immutable collection cannot be read: " + e, e);
    }
  }

  /** Whether two objects may stand for the same collection or lambda. */
  static boolean alike(Object one, Object other) {
    if (one == other) {
      return true;
    }
    if (one.getClass() != other.getClass()) {
      return false;
    }
    List<Object> parts = parts(one);
    List<Object> others = parts(other);
    if (parts == null || parts.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) != others.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a hook may have made both objects from the same one. */
  static boolean similar(Object one, Object other) {
    return one.getClass() == other.getClass() && size(one) == size(other);
  }

  private static int size(Object object) {
    if (object instanceof Collection<?> collection) {
      return collection.size();
    }
    if (object instanceof Map<?, ?> map) {
      return map.size();
    }
    return object.getClass().isArray() ? Array.getLength(object) : 0;
  }

  private static List<Object> parts(Object object) {
    List<Object> parts = new ArrayList<>();
    if (object instanceof SerializedLambda lambda) {
      parts.add(lambda.getImplMethodName().intern());
      for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
        parts.add(lambda.getCapturedArg(i));
      }
      return parts;
    }
    if (!object.getClass().getName().startsWith("java.util.ImmutableCollections$")) {
      return null;
    }
    if (object instanceof Map<?, ?> map) {
      parts.addAll(map.keySet());
      parts.addAll(map.values());
    } else {
      parts.addAll((Collection<?>) object);
    }
    return parts;
  }
}
