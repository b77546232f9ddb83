package multiprocessing.internal.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import multiprocessing.spi.Launcher;

/**
 * What is particular to one child.
 *
 * @param name the process's name
 * @param identity the numbers in its default name
 * @param daemon whether it ends with this process
 * @param parentName the name of this process
 * @param startMethod {@code forkserver} if a standby may take the task, {@code spawn} if not; the
 *     child's own default, too
 * @param logLevel the least level of messages that go to standard error
 * @param authKey the family's secret
 * @param task the serialized {@link ChildTask}
 * @param rehearsal what a standby practises on for the next task like this
 * @param jvmOptions options that win over the inherited ones
 * @param environment variables that are added to this process's own, or replace them
 * @param directory the working directory, or null for this process's own
 * @param options what is less often chosen
 * @param launcher who starts the command
 * @param whenEnded called once, after the child has ended and its fate is known
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record ChildPlan(
    String name,
    String identity,
    boolean daemon,
    String parentName,
    String startMethod,
    int logLevel,
    byte[] authKey,
    byte[] task,
    Rehearsal rehearsal,
    List<String> jvmOptions,
    Map<String, String> environment,
    Path directory,
    ChildOptions options,
    Launcher launcher,
    Consumer<Child> whenEnded) {

  /** True if a JVM that was launched before, as all are by default, may become this child. */
  boolean mayTakeStandby() {
    return startMethod.equals("forkserver") && isPlain();
  }

  private boolean isPlain() {
    return jvmOptions.isEmpty()
        && environment.isEmpty()
        && directory == null
        && launcher == Launcher.DEFAULT
        && options.isPlain();
  }
}
