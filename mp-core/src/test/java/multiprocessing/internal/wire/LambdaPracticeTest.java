package multiprocessing.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableFunction;
import multiprocessing.function.SerializableRunnable;
import org.junit.jupiter.api.Test;

/** What a JVM links before a task comes. */
class LambdaPracticeTest {
  private static boolean initialized;
  private static int called;

  @Test
  void linkedOneDoesWhatTheLambdaDoes() throws Throwable {
    int number = 7;
    double part = 0.5;
    String text = "text";
    SerializableFunction<String, String> lambda = x -> x + text + number + part;
    assertEquals("a" + text + "70.5", relinked(lambda).apply("a"));
    SerializableFunction<Integer, String> reference = Integer::toHexString;
    assertEquals("ff", relinked(reference).apply(255));
  }

  @Test
  void linkedOneIsSerializableAgain() throws Throwable {
    SerializableFunction<String, String> lambda = x -> x + "!";
    SerializedLambda before = LambdaCodec.describe(lambda);
    SerializedLambda after = LambdaCodec.describe(relinked(lambda));
    assertEquals(before.toString(), after.toString());
  }

  @Test
  void linkingInitializesNothingOfTheUsersAndMakingDoes() throws Throwable {
    BareLambda bare =
        new BareLambda(
            Initialized.class.getName().replace('.', '/'),
            SerializableRunnable.class.getName().replace('.', '/'),
            "call",
            "()V",
            Initialized.class.getName().replace('.', '/'),
            "doNothing",
            "()V",
            "()V",
            0);
    LambdaPractice.link(bare.words());
    assertFalse(initialized);
    SerializedLambda comes =
        new SerializedLambda(
            Initialized.class,
            bare.type(),
            bare.typeMethod(),
            bare.typeSignature(),
            MethodHandleInfo.REF_invokeStatic,
            bare.code(),
            bare.method(),
            bare.signature(),
            bare.instantiated(),
            new Object[0]);
    Object made = LambdaPractice.make(Initialized.class, comes, new Object[0]);
    assertTrue(initialized);
    ((SerializableRunnable) made).call();
    assertEquals(1, called);
  }

  @Test
  void onlyAMatchIsUsed() throws Exception {
    SerializableCallable<String> one = () -> "one";
    SerializableCallable<String> two = () -> "two";
    LambdaPractice.link(LambdaPractice.of(one).words());
    assertNull(LambdaPractice.make(getClass(), LambdaCodec.describe(two), new Object[0]));
    Object made = LambdaPractice.make(getClass(), LambdaCodec.describe(one), new Object[0]);
    assertNotNull(made);
    assertEquals("one", ((SerializableCallable<?>) made).call());
  }

  @Test
  void whatItsDescriptionDoesNotTellIsLeftToTheUsualWay() {
    SerializableRunnable withMarker = (SerializableRunnable & Marker) () -> {};
    SerializableRunnable ofThis = () -> assertNotNull(this.toString());
    Narrower bridged = x -> x;
    Runnable plain = (Runnable & Serializable) () -> {};
    for (Object other : List.of(withMarker, ofThis, bridged, plain, "no lambda", new Object() {})) {
      assertEquals(List.of(), LambdaPractice.of(other).words(), other.getClass().getName());
    }
  }

  @Test
  void wordsThatDoNotFitAreNoError() {
    LambdaPractice.link(List.of("no/Such", "a", "b", "c", "d", "e", "f", "g", "0"));
    LambdaPractice.link(List.of("too", "few"));
    SerializableRunnable lambda = () -> {};
    assertTrue(LambdaPractice.of(lambda).words().size() > 2);
  }

  @SuppressWarnings("unchecked")
  private static <T> T relinked(T lambda) throws Throwable {
    SerializedLambda described = LambdaCodec.describe(lambda);
    Object[] captured = new Object[described.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = described.getCapturedArg(i);
    }
    LambdaPractice.link(LambdaPractice.of(lambda).words());
    Object made = LambdaPractice.make(LambdaPracticeTest.class, described, captured);
    assertNotNull(made, "was not linked");
    return (T) made;
  }

  private interface Marker {}

  private interface Narrower extends SerializableFunction<String, String> {
    @Override
    String apply(String value);
  }

  private static final class Initialized {
    static {
      initialized = true;
    }

    @SuppressWarnings("UnusedMethod") // called by its name
    static void doNothing() {
      called++;
    }
  }
}
