package multiprocessing.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Says what the threads of this JVM and of its descendants are doing, for a test that hangs. */
public final class Stacks {
  private static final long TOOL_LIMIT_SECONDS = 10;

  private Stacks() {}

  /** The stacks of all threads of this JVM and of each descendant JVM; never throws. */
  public static String ofThisJvmAndDescendants() {
    List<ProcessHandle> descendants = ProcessHandle.current().descendants().toList();
    StringBuilder text = new StringBuilder();
    text.append("==== this JVM, pid ").append(ProcessHandle.current().pid()).append('\n');
    text.append(ofThisJvm());
    for (ProcessHandle descendant : descendants) {
      text.append("==== descendant ").append(Processes.describe(descendant)).append('\n');
      if (isJvm(descendant)) {
        text.append(ofJvm(descendant.pid())).append('\n');
      }
    }
    return text.append("==== end of stacks").toString();
  }

  /** The stacks of all threads of this JVM. */
  public static String ofThisJvm() {
    return Thread.getAllStackTraces().entrySet().stream()
        .sorted(Map.Entry.comparingByKey((a, b) -> a.getName().compareTo(b.getName())))
        .map(entry -> describe(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining());
  }

  /** One thread's name, state and stack, one frame per line. */
  static String describe(Thread thread, StackTraceElement[] stack) {
    StringBuilder text = new StringBuilder();
    text.append('"').append(thread.getName()).append('"');
    text.append(thread.isDaemon() ? " daemon " : " ").append(thread.getState()).append('\n');
    for (StackTraceElement frame : stack) {
      text.append("    at ").append(frame).append('\n');
    }
    return text.toString();
  }

  /**
   * The stacks of another JVM, by {@code jcmd} or {@code jstack} from beside this JVM's {@code
   * java}. Without either it is sent SIGQUIT and writes them to its own stdout.
   *
   * @return the tool's output, or one line that says why there is none
   */
  public static String ofJvm(long pid) {
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    String target = Long.toString(pid);
    try {
      if (Files.isExecutable(bin.resolve("jcmd"))) {
        return run(List.of(bin.resolve("jcmd").toString(), target, "Thread.print", "-l"));
      }
      if (Files.isExecutable(bin.resolve("jstack"))) {
        return run(List.of(bin.resolve("jstack").toString(), "-l", target));
      }
      Signal.QUIT.send(pid);
      return "no jcmd or jstack in " + bin + ": sent SIGQUIT, see the stdout of pid " + pid;
    } catch (IOException | RuntimeException e) {
      return "no stacks of pid " + pid + ": " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "no stacks of pid " + pid + ": interrupted";
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Path answer = Files.createTempFile("testkit-stacks-", ".txt");
    try {
      Process tool =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(answer.toFile())
              .start();
      boolean ended = tool.waitFor(TOOL_LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        tool.destroyForcibly().waitFor();
      }
      try (InputStream in = Files.newInputStream(answer)) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        return ended ? text : text + "\n(no answer within " + TOOL_LIMIT_SECONDS + " s)";
      }
    } finally {
      Files.deleteIfExists(answer);
    }
  }

  private static boolean isJvm(ProcessHandle process) {
    return process.info().command().map(c -> Path.of(c).endsWith("java")).orElse(false);
  }
}
