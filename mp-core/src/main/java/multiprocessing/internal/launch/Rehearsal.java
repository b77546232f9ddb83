package multiprocessing.internal.launch;

import java.util.List;
import java.util.function.Supplier;
import multiprocessing.internal.wire.LambdaPractice;

/**
 * What a standby practises on.
 *
 * @param task makes a task of the same make as the real ones that does nothing
 * @param classes names of classes that the next task may need; they are loaded, not initialized
 * @param target the lambda that the next task may need
 */
public record Rehearsal(Supplier<ChildTask> task, List<String> classes, LambdaPractice target) {}
