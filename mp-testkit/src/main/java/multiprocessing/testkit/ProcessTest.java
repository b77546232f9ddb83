package multiprocessing.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that start processes: each runs under {@link HardLimit} and ends with {@link
 * NothingLeft}. Another limit is set by {@code @HardLimit(seconds = 10)} beside it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@HardLimit
@ExtendWith(NothingLeft.class)
public @interface ProcessTest {}
