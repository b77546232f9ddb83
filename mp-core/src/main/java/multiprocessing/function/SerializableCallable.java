package multiprocessing.function;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * A task with a result that may throw and can travel to another process.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface SerializableCallable<R> extends Callable<R>, Serializable {}
