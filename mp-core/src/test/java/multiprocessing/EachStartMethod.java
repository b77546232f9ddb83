package multiprocessing;

import multiprocessing.internal.launch.Standbys;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of what holds however a process was started: each runs once under each start method, and
 * under {@link StartMethod#FORKSERVER} finds a standby ready, so that its first task is run by one.
 */
@ProcessTest
@ParameterizedClass(name = "{0}")
@EnumSource
abstract class EachStartMethod {
  private static final String TOLD = "test.startMethod";

  private final StartMethod before = Multiprocessing.getStartMethod();

  @Parameter StartMethod method;

  @BeforeEach
  void startsByIt() {
    startBy(method);
  }

  @AfterEach
  void asBefore() {
    DefaultContext.set(before, true); // makes no standby
  }

  /** A JVM outside this family whose main class calls {@link #startsAsTold} first. */
  ChildJvm parent(Class<?> mainClass, String... arguments) {
    return Ask.jvm(mainClass).jvmOptions(told()).arguments(arguments).start();
  }

  /** The JVM option that tells a main class its start method. */
  String told() {
    return "-D" + TOLD + "=" + method;
  }

  /** In such a main class: starts processes by the method of the test that runs. */
  static void startsAsTold() {
    startBy(StartMethod.of(System.getProperty(TOLD)));
  }

  private static void startBy(StartMethod method) {
    Multiprocessing.setStartMethod(method, true);
    if (method == StartMethod.FORKSERVER) {
      Eventually.until("a standby is ready", Ask.LIMIT, () -> !Standbys.ready().isEmpty());
    }
  }
}
