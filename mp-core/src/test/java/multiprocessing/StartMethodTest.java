package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Choosing how processes are started, for the program and for one process. */
@ProcessTest
class StartMethodTest {
  private final StartMethod before = Multiprocessing.getStartMethod();

  @AfterEach
  void asBefore() {
    DefaultContext.set(before, true); // makes no standby
  }

  @Test
  void methodsHavePythonsNames() {
    assertEquals("[forkserver, spawn]", Multiprocessing.getAllStartMethods().toString());
    assertSame(StartMethod.SPAWN, StartMethod.of("spawn"));
    assertSame(StartMethod.FORKSERVER, StartMethod.of("forkserver"));
  }

  @Test
  void forkIsRefusedWithTheReason() {
    String said = refusal(() -> StartMethod.of("fork"));
    assertTrue(said.startsWith("cannot find context for 'fork': a JVM cannot be forked, "), said);
    assertEquals(said, refusal(() -> Multiprocessing.getContext("fork")));
    assertEquals(
        said, refusal(() -> Multiprocessing.getContext(StartMethod.SPAWN).getContext("fork")));
  }

  @Test
  void unknownMethodIsRefusedWithThoseThatThereAre() {
    assertEquals(
        "cannot find context for 'thread': the start methods are [forkserver, spawn]",
        refusal(() -> StartMethod.of("thread")));
  }

  @ParameterizedTest
  @EnumSource
  void contextIsOneObjectThatKeepsItsMethod(StartMethod method) {
    Context context = Multiprocessing.getContext(method);
    assertSame(method, context.startMethod());
    assertSame(method, context.getStartMethod());
    assertSame(context, context.getContext());
    assertSame(context, context.getContext(method));
    assertSame(context, Multiprocessing.getContext(method.toString()));
    DefaultContext.set(method, true);
    assertSame(context, Multiprocessing.getContext());
  }

  @Test
  void contextTravelsAsTheSameObject() throws Exception {
    Context spawn = Multiprocessing.getContext(StartMethod.SPAWN);
    assertEquals(
        "true SpawnContext",
        Ask.child(() -> (spawn == Multiprocessing.getContext(StartMethod.SPAWN)) + " " + spawn));
  }

  @ParameterizedTest
  @EnumSource
  void childHasTheMethodItWasStartedWith(StartMethod method) throws Exception {
    Process.Builder ofContext = Process.builder().context(Multiprocessing.getContext(method));
    assertEquals(method.toString(), Ask.child(ofContext, StartMethodTest::ownMethod));
    Multiprocessing.setStartMethod(method, true);
    assertEquals(method.toString(), Ask.child(StartMethodTest::ownMethod));
    assertEquals(
        method.toString(),
        Ask.child(() -> Ask.child(StartMethodTest::ownMethod)),
        "of a grandchild");
  }

  private static String ownMethod() {
    return Multiprocessing.getStartMethod().toString();
  }

  @Test
  void childMayNotChangeItsMethodButByForce() throws Exception {
    Process.Builder spawned =
        Process.builder().context(Multiprocessing.getContext(StartMethod.SPAWN));
    String said =
        Ask.child(
            spawned,
            () -> {
              String refused = refusalToSet(StartMethod.FORKSERVER);
              Multiprocessing.setStartMethod(StartMethod.FORKSERVER, true);
              return refused + "|" + Multiprocessing.getStartMethod();
            });
    assertTrue(said.startsWith("context has already been set: the start method is spawn"), said);
    assertTrue(said.endsWith("|forkserver"), said);
  }

  @Test
  void methodIsSetOnceBeforeTheFirstStart() {
    try (ChildJvm jvm = Ask.jvm(SetsMethods.class).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("forkserver spawn forkserver\n", jvm.stdout());
    }
    try (ChildJvm jvm = Ask.jvm(StartsThenSetsMethod.class).start()) {
      assertEquals(0, jvm.awaitExit(Ask.LIMIT), jvm::toString);
      assertEquals("spawn", jvm.stdout().strip());
    }
  }

  @Test
  void namesBeginAsThoseOfPythonsContexts() {
    List<String> kinds =
        List.of(
            kind(Process.builder().context(Multiprocessing.getContext(StartMethod.SPAWN))),
            kind(Process.builder().context(Multiprocessing.getContext(StartMethod.FORKSERVER))),
            kind(Process.builder()));
    assertEquals(List.of("SpawnProcess", "ForkServerProcess", "Process"), kinds);
    Process named =
        Process.builder()
            .name("own")
            .context(Multiprocessing.getContext(StartMethod.SPAWN))
            .target(() -> {})
            .build();
    assertTrue(named.toString().startsWith("<SpawnProcess name='own' parent="), named.toString());
    assertTrue(new OfContext().name().startsWith("OfContext-"), "a subclass has its own name");
  }

  private static String kind(Process.Builder builder) {
    String name = builder.target(() -> {}).build().name();
    assertTrue(name.matches("[A-Za-z]+-\\d+"), name);
    return name.substring(0, name.indexOf('-'));
  }

  @Test
  void nullsAreRefused() {
    assertThrows(NullPointerException.class, () -> Multiprocessing.setStartMethod(null));
    assertThrows(NullPointerException.class, () -> Multiprocessing.getContext((StartMethod) null));
    assertThrows(NullPointerException.class, () -> Process.builder().context(null));
    assertThrows(NullPointerException.class, () -> StartMethod.of(null));
  }

  private static String refusal(org.junit.jupiter.api.function.Executable refused) {
    return assertThrows(IllegalArgumentException.class, refused).getMessage();
  }

  private static String refusalToSet(StartMethod method) {
    return assertThrows(IllegalStateException.class, () -> Multiprocessing.setStartMethod(method))
        .getMessage();
  }

  static final class OfContext extends Process {
    OfContext() {
      super(Process.builder().context(Multiprocessing.getContext(StartMethod.SPAWN)));
    }
  }

  /** Main: asking does not fix the method, setting does. */
  static final class SetsMethods {
    public static void main(String[] args) {
      StringBuilder methods = new StringBuilder();
      methods.append(Multiprocessing.getStartMethod()).append(' ');
      Multiprocessing.setStartMethod(StartMethod.SPAWN);
      methods.append(Multiprocessing.getStartMethod()).append(' ');
      refusalToSet(StartMethod.SPAWN);
      Multiprocessing.setStartMethod(StartMethod.FORKSERVER, true);
      methods.append(Multiprocessing.getStartMethod());
      System.out.println(methods);
    }
  }

  /** Main: the first start by default fixes the method, one with a context does not. */
  static final class StartsThenSetsMethod {
    public static void main(String[] args) throws InterruptedException {
      Context other = Multiprocessing.getContext(StartMethod.FORKSERVER);
      Process.builder().context(other).target(() -> {}).start().join();
      Multiprocessing.setStartMethod(StartMethod.SPAWN);
      System.out.println(Multiprocessing.getStartMethod());
      Multiprocessing.shutdown();
      new Process(() -> {}).start();
      refusalToSet(StartMethod.FORKSERVER);
    }
  }
}
