package multiprocessing.testkit;

import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/** Puts one {@link Watch} on each test, and one on each method before and after all. */
final class HardLimitExtension
    implements BeforeEachCallback,
        AfterTestExecutionCallback,
        TestExecutionExceptionHandler,
        AfterEachCallback,
        InvocationInterceptor {
  /** The exit status of a JVM halted because a test would not end. */
  static final int HALT_STATUS = 86;

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(HardLimitExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    store(context).put(Watch.class, Watch.start(name(context), seconds(context)));
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    Watch watch = watch(context);
    throw watch.overran() ? watch.failure(thrown) : thrown;
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    watch(context).bodyIsOver();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Watch watch = watch(context);
    if (watch == null) {
      return; // an extension before this one failed, and no test was run
    }
    watch.stop();
    if (watch.overran() && !watch.reported()) {
      throw watch.failure(null);
    }
  }

  @Override
  public void interceptBeforeAllMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    proceedWatched(invocation, invocationContext, context);
  }

  @Override
  public void interceptAfterAllMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    proceedWatched(invocation, invocationContext, context);
  }

  private static void proceedWatched(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    String name = name(context) + "." + invocationContext.getExecutable().getName();
    Watch watch = Watch.start(name, seconds(context));
    try {
      invocation.proceed();
    } finally {
      watch.stop();
    }
    if (watch.overran()) {
      throw watch.failure(null);
    }
  }

  private static String name(ExtensionContext context) {
    return context.getTestClass().map(Class::getSimpleName).orElse("?")
        + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
  }

  private static int seconds(ExtensionContext context) {
    for (Optional<ExtensionContext> at = Optional.of(context);
        at.isPresent();
        at = at.get().getParent()) {
      Optional<HardLimit> found =
          AnnotationSupport.findAnnotation(at.get().getElement(), HardLimit.class);
      if (found.isPresent()) {
        return found.get().seconds();
      }
    }
    return 60;
  }

  private static Watch watch(ExtensionContext context) {
    return store(context).get(Watch.class, Watch.class);
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
