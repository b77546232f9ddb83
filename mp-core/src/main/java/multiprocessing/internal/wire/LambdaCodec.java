package multiprocessing.internal.wire;

import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Writes lambdas and method references that are serializable, with what they have captured. */
final class LambdaCodec extends Codec {
  LambdaCodec() {
    super(null, Tag.LAMBDA, true, false);
  }

  @Override
  void write(GraphWriter graph, Object value) throws Exception {
    SerializedLambda lambda = value instanceof SerializedLambda known ? known : describe(value);
    WireOutput out = graph.out;
    out.writeText(prefix(graph, value) + lambda.getCapturingClass());
    out.writeText(lambda.getFunctionalInterfaceClass());
    out.writeText(lambda.getFunctionalInterfaceMethodName());
    out.writeText(lambda.getFunctionalInterfaceMethodSignature());
    out.writeVarInt(lambda.getImplMethodKind(), true);
    out.writeText(lambda.getImplClass());
    out.writeText(lambda.getImplMethodName());
    out.writeText(lambda.getImplMethodSignature());
    out.writeText(lambda.getInstantiatedMethodType());
    int captured = lambda.getCapturedArgCount();
    out.writeVarInt(captured, true);
    for (int i = 0; i < captured; i++) {
      graph.write(lambda.getCapturedArg(i));
    }
  }

  /** A lambda's class has the loader of the class that the lambda was written in. */
  private static String prefix(GraphWriter graph, Object value) throws IOException {
    Class<?> type =
        value instanceof SerializedLambda lambda ? LambdaOrigin.of(lambda) : value.getClass();
    return type == null ? "" : graph.prefix(type);
  }

  static SerializedLambda describe(Object lambda) throws Exception {
    Class<?> type = lambda.getClass();
    if (Closed.isClosed(type)) {
      return (SerializedLambda) Backdoor.callHook("writeReplaceForSerialization", type, lambda);
    }
    Method hook = type.getDeclaredMethod("writeReplace");
    hook.setAccessible(true);
    return (SerializedLambda) hook.invoke(lambda);
  }

  @Override
  Object read(GraphReader graph, Class<?> type, int slot) throws Exception {
    WireInput in = graph.in;
    Class<?> capturing = ClassNames.find(in.readText().replace('/', '.'), graph.loader);
    String interfaceName = in.readText();
    String interfaceMethod = in.readText();
    String interfaceSignature = in.readText();
    int kind = in.readVarInt(true);
    String implClass = in.readText();
    String implMethod = in.readText();
    String implSignature = in.readText();
    String methodType = in.readText();
    Object[] captured = new Object[in.readCount(1)];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = graph.read();
    }
    SerializedLambda lambda =
        new SerializedLambda(
            capturing,
            interfaceName,
            interfaceMethod,
            interfaceSignature,
            kind,
            implClass,
            implMethod,
            implSignature,
            methodType,
            captured);
    Object ready = LambdaPractice.make(capturing, lambda, captured);
    return ready == null ? rebuild(capturing, lambda) : ready;
  }

  private static Object rebuild(Class<?> capturing, SerializedLambda lambda) throws Exception {
    if (Closed.isClosed(capturing)) {
      return Backdoor.callHook("readResolveForSerialization", SerializedLambda.class, lambda);
    }
    try {
      Method factory = capturing.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
      factory.setAccessible(true);
      return factory.invoke(null, lambda);
    } catch (NoSuchMethodException | InvocationTargetException e) {
      throw new Damage(
          "lambda "
              + lambda.getImplMethodName()
              + " of "
              + capturing.getName()
              + " is not in the class of that name here",
          e);
    }
  }
}
