package multiprocessing.internal.launch;

import java.util.concurrent.TimeUnit;
import multiprocessing.internal.launch.Redirection.Kind;

/**
 * What is less often chosen for a child.
 *
 * @param output where its standard output goes
 * @param errorOutput where its standard error goes
 * @param graceNanos how long it may take to end when it was asked to; {@link Long#MAX_VALUE} for
 *     ever
 * @param siblings how many like it are expected to run at once, 1 or more
 * @param agents whether it has this JVM's agents
 * @param toolOptions whether it has the environment's variables that add JVM options
 */
public record ChildOptions(
    Redirection output,
    Redirection errorOutput,
    long graceNanos,
    int siblings,
    boolean agents,
    boolean toolOptions) {

  /** What a child has for which nothing was chosen. */
  public static final ChildOptions DEFAULT =
      new ChildOptions(
          Redirection.INHERIT, Redirection.INHERIT, TimeUnit.SECONDS.toNanos(5), 1, false, false);

  /** True if nothing here needs a JVM to be started in another way than the default one. */
  boolean isPlain() {
    boolean ownStreams =
        output.is(Kind.INHERIT)
            && !errorOutput.is(Kind.FILE)
            && !errorOutput.is(Kind.MERGED)
            && !errorOutput.is(Kind.LINES); // these are told their encoding
    return ownStreams
        && siblings <= ChildDefaults.FEW
        && !agents
        && !toolOptions
        && !Debugging.isOn();
  }
}
