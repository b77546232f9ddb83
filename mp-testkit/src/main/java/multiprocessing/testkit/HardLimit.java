package multiprocessing.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a limit that another thread watches.
 *
 * <p>A test that overruns has the stacks of this JVM and of all its descendants printed to stderr,
 * and is then interrupted and fails. If it is still not over after five more seconds this JVM is
 * halted with status {@value HardLimitExtension#HALT_STATUS}: a hang must never hang the build. The
 * limit covers the methods before and after each test with it; those before and after all have one
 * each.
 *
 * <p>The annotation nearest to the test method counts.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(HardLimitExtension.class)
public @interface HardLimit {

  /** The limit in seconds, more than 0. */
  int seconds() default 60;
}
