package multiprocessing.internal.wire;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

/**
 * The JDK's own door for serialization libraries, {@code sun.reflect.ReflectionFactory}; called by
 * reflection, because javac warns of any mention of it.
 */
final class Backdoor {
  private static final Object FACTORY;
  private static final Method NEW_CONSTRUCTOR;
  private static final Constructor<Object> OBJECT;

  static {
    try {
      Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
      FACTORY = type.getMethod("getReflectionFactory").invoke(null);
      NEW_CONSTRUCTOR =
          type.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
      OBJECT = Object.class.getDeclaredConstructor();
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Backdoor() {}

  /** Returns a constructor that allocates and runs nothing of the class. */
  static Constructor<?> allocator(Class<?> type) throws ReflectiveOperationException {
    return (Constructor<?>) NEW_CONSTRUCTOR.invoke(FACTORY, type, OBJECT);
  }

  /** Calls a no-argument serialization hook of a class that is closed to reflection. */
  static Object callHook(String hookFinder, Class<?> type, Object receiver) throws Exception {
    Method finder = FACTORY.getClass().getMethod(hookFinder, Class.class);
    MethodHandle hook = (MethodHandle) finder.invoke(FACTORY, type);
    if (hook == null) {
      throw new Refusal(receiver, Describe.type(type) + " is not serializable");
    }
    try {
      return hook.invoke(receiver);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("unexpected throwable: " + e, e);
    }
  }
}
