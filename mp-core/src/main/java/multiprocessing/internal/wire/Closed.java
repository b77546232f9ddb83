package multiprocessing.internal.wire;

import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** Knows which classes reflection may not read, and which want Java serialization. */
final class Closed {
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

  private Closed() {}

  /** Whether a class comes with the JDK, and so is treated alike whatever flags open it. */
  static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return (loader == null || loader == PLATFORM) && type.getModule().isNamed();
  }

  static boolean isClosed(Class<?> type) {
    return isJdk(type)
        || (type.getModule().isNamed()
            && !type.getModule().isOpen(type.getPackageName(), Closed.class.getModule()));
  }

  /** Whether a serializable class cannot be carried by its fields alone. */
  static boolean needsJavaSerialization(Class<?> type) {
    if (Externalizable.class.isAssignableFrom(type)) {
      return true;
    }
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (isClosed(c) ? hasState(c) || c == type : hasHook(c)) {
        return true;
      }
    }
    return false;
  }

  /** Returns why a class that Java serialization does not carry is refused, or null. */
  static String reasonToRefuse(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (!isClosed(c)) {
        continue;
      }
      if (c == type) {
        return isJdk(c) ? "is not serializable" : "is not serializable, and " + howToOpen(c);
      }
      if (hasState(c)) {
        return "is not serializable: the state of its superclass "
            + c.getName()
            + " is closed"
            + (isJdk(c) ? "" : ", for " + howToOpen(c));
      }
    }
    return null;
  }

  /** Which line is missing in which module. */
  private static String howToOpen(Class<?> type) {
    Module library = Closed.class.getModule();
    return "its module does not open its package; make it Serializable, or add 'opens "
        + type.getPackageName()
        + (library.isNamed() ? " to " + library.getName() : "")
        + ";' to the module-info of "
        + type.getModule().getName();
  }

  private static boolean hasState(Class<?> type) {
    if (type == Object.class || type == Record.class) {
      return false;
    }
    for (Field field : type.getDeclaredFields()) {
      if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasHook(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      switch (method.getName()) {
        case "writeReplace", "readResolve", "readObjectNoData" -> {
          if (method.getParameterCount() == 0) {
            return true;
          }
        }
        case "writeObject", "readObject" -> {
          if (method.getParameterCount() == 1
              && Modifier.isPrivate(method.getModifiers())
              && Serializable.class.isAssignableFrom(type)) {
            return true;
          }
        }
        default -> {}
      }
    }
    return hasSerialFields(type);
  }

  private static boolean hasSerialFields(Class<?> type) {
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())
          && field.getName().equals("serialPersistentFields")) {
        return true;
      }
    }
    return false;
  }
}
