package multiprocessing.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program in a mount namespace of its own, where some folders have little room. */
public final class SmallMemory {
  private static final long LIMIT_SECONDS = 120;

  private SmallMemory() {}

  /** Whether this user may mount. */
  public static boolean isPossible() throws IOException, InterruptedException {
    return run(Map.of(Path.of("/dev/shm"), "1m"), List.of("true")).equals("0:");
  }

  /**
   * Runs a main class with this JVM's java and class path.
   *
   * @param sizes how much room folders have, such as "4m"; they are empty
   * @param options of the java command
   * @return its exit status, a colon, and what it wrote to its stdout and stderr
   */
  public static String run(Map<Path, String> sizes, Class<?> main, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(options));
    command.add(main.getName());
    return run(sizes, command);
  }

  private static String run(Map<Path, String> sizes, List<String> command)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder();
    sizes.forEach(
        (folder, size) ->
            script.append("mount -t tmpfs -o size=" + size + " tmpfs '" + folder + "' && "));
    script.append("exec \"$@\"");
    List<String> words =
        new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", script.toString(), "sh"));
    words.addAll(command);
    Process process;
    try {
      process = new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException e) {
      return "no unshare: " + e.getMessage();
    }
    byte[] output = process.getInputStream().readAllBytes();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still alive after " + LIMIT_SECONDS + " s: " + words);
    }
    return process.exitValue() + ":" + new String(output, StandardCharsets.UTF_8);
  }
}
