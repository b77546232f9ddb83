package multiprocessing.internal.wire;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.util.List;
import multiprocessing.function.SerializableRunnable;

/**
 * A lambda without what it has captured, so that a JVM that will need it can link it in advance.
 *
 * @param origin the class in which it is written
 * @param type the functional interface
 * @param typeMethod the interface's method
 * @param typeSignature that method's descriptor
 * @param code the class of the method that is called
 * @param method the method that is called
 * @param signature that method's descriptor
 * @param instantiated the interface's method with the lambda's own types
 * @param capturedCount how many values it captures
 */
record BareLambda(
    String origin,
    String type,
    String typeMethod,
    String typeSignature,
    String code,
    String method,
    String signature,
    String instantiated,
    int capturedCount) {
  /*
   * To link a lambda takes a JVM a millisecond. The usual way, the origin's $deserializeLambda$, first initializes the
   * origin, which runs code of the user's; so what is linked in advance is linked without it, and the origin is
   * initialized when the lambda comes, as it would have been. It is only done for lambdas of which the description
   * says all: one interface, the library's own, and a static method.
   */
  private static final String OWN = SerializableRunnable.class.getPackageName().replace('.', '/');

  /** The description of a lambda, or null if it does not say all. */
  static BareLambda of(Object lambda) {
    Class<?> made = lambda.getClass();
    if (!made.isHidden()
        || made.getInterfaces().length != 1
        || !isOwn(made.getInterfaces()[0].getName().replace('.', '/'))) {
      return null;
    }
    try {
      SerializedLambda described = LambdaCodec.describe(lambda);
      boolean isStatic = described.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic;
      return isStatic ? of(described) : null;
    } catch (Exception e) { // some other hidden class
      return null;
    }
  }

  static BareLambda of(SerializedLambda described) {
    return new BareLambda(
        described.getCapturingClass(),
        described.getFunctionalInterfaceClass(),
        described.getFunctionalInterfaceMethodName(),
        described.getFunctionalInterfaceMethodSignature(),
        described.getImplClass(),
        described.getImplMethodName(),
        described.getImplMethodSignature(),
        described.getInstantiatedMethodType(),
        described.getCapturedArgCount());
  }

  static BareLambda of(List<String> words) {
    return new BareLambda(
        words.get(0),
        words.get(1),
        words.get(2),
        words.get(3),
        words.get(4),
        words.get(5),
        words.get(6),
        words.get(7),
        Integer.parseInt(words.get(8)));
  }

  List<String> words() {
    return List.of(
        origin,
        type,
        typeMethod,
        typeSignature,
        code,
        method,
        signature,
        instantiated,
        Integer.toString(capturedCount));
  }

  private static boolean isOwn(String type) {
    return type.startsWith(OWN) && type.lastIndexOf('/') == OWN.length();
  }

  /** Whether it is the same but for what is captured; strings, because a record's own is slow. */
  boolean matches(SerializedLambda other) {
    return method.equals(other.getImplMethodName())
        && origin.equals(other.getCapturingClass())
        && code.equals(other.getImplClass())
        && signature.equals(other.getImplMethodSignature())
        && type.equals(other.getFunctionalInterfaceClass())
        && typeMethod.equals(other.getFunctionalInterfaceMethodName())
        && typeSignature.equals(other.getFunctionalInterfaceMethodSignature())
        && instantiated.equals(other.getInstantiatedMethodType())
        && capturedCount == other.getCapturedArgCount()
        && other.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic;
  }

  /**
   * Links it; runs no code of the user's.
   *
   * @return makes the lambda of an array of what it captures
   */
  MethodHandle link(ClassLoader loader) throws Throwable {
    MethodHandles.Lookup lookup =
        MethodHandles.privateLookupIn(find(origin, loader), MethodHandles.lookup());
    MethodType whole = MethodType.fromMethodDescriptorString(signature, loader);
    MethodHandle called = lookup.findStatic(find(code, loader), method, whole);
    MethodType captured =
        MethodType.methodType(find(type, loader), whole.parameterList().subList(0, capturedCount));
    MethodHandle maker =
        LambdaMetafactory.altMetafactory(
                lookup,
                typeMethod,
                captured,
                MethodType.fromMethodDescriptorString(typeSignature, loader),
                called,
                MethodType.fromMethodDescriptorString(instantiated, loader),
                LambdaMetafactory.FLAG_SERIALIZABLE)
            .getTarget()
            .asType(captured.generic())
            .asSpreader(Object[].class, capturedCount);
    Object[] nothing = new Object[capturedCount];
    for (int i = 0; i < capturedCount; i++) {
      nothing[i] = Array.get(Array.newInstance(captured.parameterType(i), 1), 0); // null or 0
    }
    Object ignored = maker.invokeExact(nothing); // so that the first time is over
    return maker;
  }

  private static Class<?> find(String name, ClassLoader loader) throws ClassNotFoundException {
    return Class.forName(name.replace('/', '.'), false, loader);
  }
}
