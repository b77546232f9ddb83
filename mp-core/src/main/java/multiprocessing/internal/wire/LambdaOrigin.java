package multiprocessing.internal.wire;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;

/** Finds the class that a lambda was written in, which its description holds and does not tell. */
final class LambdaOrigin extends ObjectOutputStream {
  private final SerializedLambda lambda;
  private final String name;
  private Class<?> origin;

  private LambdaOrigin(SerializedLambda lambda) throws IOException {
    super(OutputStream.nullOutputStream());
    this.lambda = lambda;
    this.name = lambda.getCapturingClass().replace('/', '.');
    enableReplaceObject(true);
  }

  /** The class, or null if it did not show. */
  static Class<?> of(SerializedLambda lambda) throws IOException {
    LambdaOrigin walk = new LambdaOrigin(lambda);
    walk.writeObject(lambda);
    return walk.origin;
  }

  /** What was captured is of no interest here. */
  @Override
  protected Object replaceObject(Object object) {
    return object == lambda || object instanceof Class ? object : null;
  }

  @Override
  protected void annotateClass(Class<?> type) {
    if (type.getName().equals(name)) {
      origin = type;
    }
  }
}
