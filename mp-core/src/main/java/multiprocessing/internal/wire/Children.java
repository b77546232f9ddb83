package multiprocessing.internal.wire;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Names what an object refers to, as a reader of source code would write it. */
final class Children {
  private static final int LONGEST_KEY = 40;

  private Children() {}

  static void visit(Object owner, CulpritFinder finder) throws Exception {
    Class<?> type = owner.getClass();
    if (owner instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        finder.visit(owner, "[" + i + "]", array[i]);
      }
      return;
    }
    if (type.isHidden()) {
      visitCaptures(owner, finder);
      return;
    }
    if (Proxy.isProxyClass(type)) {
      finder.visit(owner, ".handler", Proxy.getInvocationHandler(owner));
      return;
    }
    if (!type.isArray()) {
      for (Field field : Layout.of(type).fields) {
        if (!field.getType().isPrimitive()) {
          finder.visit(owner, "." + field.getName(), field.get(owner));
        }
      }
    }
    visitJdk(owner, finder);
  }

  private static void visitCaptures(Object owner, CulpritFinder finder) throws Exception {
    if (owner instanceof java.io.Serializable) {
      SerializedLambda lambda = LambdaCodec.describe(owner);
      for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
        finder.visit(owner, ".captured[" + i + "]", lambda.getCapturedArg(i));
      }
    }
  }

  private static void visitJdk(Object owner, CulpritFinder finder) {
    if (owner instanceof Map<?, ?> map) {
      visitMap(map, finder);
    } else if (owner instanceof Collection<?> collection) {
      int i = 0;
      for (Object element : collection) {
        finder.visit(owner, "[" + i++ + "]", element);
      }
    } else if (owner instanceof Throwable thrown) {
      finder.visit(owner, ".cause", thrown.getCause());
      Throwable[] suppressed = thrown.getSuppressed();
      for (int i = 0; i < suppressed.length; i++) {
        finder.visit(owner, ".suppressed[" + i + "]", suppressed[i]);
      }
    } else if (owner instanceof Optional<?> optional) {
      finder.visit(owner, ".value", optional.orElse(null));
    } else if (owner instanceof AtomicReference<?> reference) {
      finder.visit(owner, ".value", reference.get());
    } else if (owner instanceof AtomicReferenceArray<?> array) {
      for (int i = 0; i < array.length(); i++) {
        finder.visit(owner, "[" + i + "]", array.get(i));
      }
    } else if (owner instanceof Map.Entry<?, ?> entry) {
      finder.visit(owner, ".key", entry.getKey());
      finder.visit(owner, ".value", entry.getValue());
    }
  }

  private static void visitMap(Map<?, ?> map, CulpritFinder finder) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      finder.visit(map, "{" + key(entry.getKey()) + "}", entry.getValue());
      finder.visit(map, ".key(" + key(entry.getKey()) + ")", entry.getKey());
    }
  }

  private static String key(Object key) {
    if (key instanceof String || key instanceof Number || key instanceof Enum) {
      String text = key.toString();
      return text.length() <= LONGEST_KEY ? text : text.substring(0, LONGEST_KEY) + "...";
    }
    return key == null ? "null" : Describe.type(key);
  }
}
