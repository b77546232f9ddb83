package multiprocessing.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The orchestrator's end of a bench peer: a plain child process that is told what to do, line by
 * line, and has a limit for each answer. A peer that broke a limit is killed with its descendants.
 *
 * <p>One thread uses it; {@link #kill()} may come from any.
 */
final class Peer implements AutoCloseable {
  private static final int STDERR_LINES = 12;
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(10);

  // Ctrl-C goes to the whole foreground group. The peers ignore it (and hand that down), so that
  // the orchestrator is the one who ends them, while it still knows who their descendants are.
  private static final List<String> SHIELD = List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh");

  private final Process process;
  private final ProcessTree tree;
  private final BufferedWriter commands;
  private final Duration limit;

  /** The lines of stdout; an empty one is its end. */
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

  // Guarded by itself.
  private final Deque<String> stderr = new ArrayDeque<>();

  /**
   * Starts a peer; it says "ready" when it can take commands.
   *
   * @param limit how long an answer may take
   */
  Peer(List<String> command, Duration limit) throws IOException {
    List<String> shielded = new ArrayList<>(SHIELD);
    shielded.addAll(command);
    this.process = new ProcessBuilder(shielded).start();
    this.tree = new ProcessTree(process.toHandle());
    this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    this.limit = limit;
    drain("stdout", process.getInputStream(), line -> answers.add(Optional.of(line)));
    drain("stderr", process.getErrorStream(), this::keepStderr);
  }

  /** Waits until the peer is ready and returns what it says about itself. */
  String greeting() throws PeerException, InterruptedException {
    return await("ready");
  }

  /** Does one measured run, with a warm-up before the first, and returns its {@link Measure}. */
  double run(Row row, boolean quick) throws PeerException, InterruptedException {
    String answer =
        ask("run " + row.id() + " " + row.warmUp(quick) + " " + row.units(quick), row.id());
    try {
      return Double.parseDouble(answer);
    } catch (NumberFormatException e) {
      throw new PeerException("no number: " + answer);
    }
  }

  /** Closes what the runs of a row have left open. */
  void release(Row row) throws PeerException, InterruptedException {
    String unused = ask("close " + row.id(), row.id());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Lets the peer end by itself, if it does so in time, and leaves no process behind. */
  @Override
  public void close() {
    tree.look();
    try {
      commands.close();
      boolean unused = process.waitFor(LEAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      // It has gone already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kill();
    }
  }

  /** Kills the peer and its descendants. */
  void kill() {
    tree.kill();
  }

  private String ask(String command, String name) throws PeerException, InterruptedException {
    try {
      commands.write(command);
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      throw new PeerException("peer is gone: " + e.getMessage() + stderrTail());
    }
    String answer = await(name);
    tree.look();
    if (answer.startsWith("error ")) {
      throw new PeerException(answer.substring("error ".length()));
    }
    return answer;
  }

  /** Skips lines that are not an answer: the children of a peer may print, too. */
  private String await(String name) throws PeerException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<String> line = answers.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        kill();
        throw new PeerException(
            "no answer within " + limit.toSeconds() + " s, killed" + stderrTail());
      }
      if (line.isEmpty()) {
        boolean ended = process.waitFor(1, TimeUnit.SECONDS);
        String status = ended ? "status=" + process.exitValue() : "stdout closed";
        kill();
        throw new PeerException("peer died: " + status + stderrTail());
      }
      if (line.get().startsWith(name + " ")) {
        return line.get().substring(name.length() + 1);
      }
    }
  }

  private void drain(String name, InputStream in, Consumer<String> sink) {
    Runnable pump =
        () -> {
          try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            reader.lines().forEach(sink);
          } catch (IOException | UncheckedIOException e) {
            keepStderr("(" + name + " could not be read: " + e.getMessage() + ")");
          } finally {
            if (name.equals("stdout")) {
              answers.add(Optional.empty());
            }
          }
        };
    Thread thread = new Thread(pump, "bench-" + name + "-" + process.pid());
    thread.setDaemon(true);
    thread.start();
  }

  private void keepStderr(String line) {
    synchronized (stderr) {
      stderr.addLast(line);
      if (stderr.size() > STDERR_LINES) {
        stderr.removeFirst();
      }
    }
  }

  private String stderrTail() {
    synchronized (stderr) {
      return stderr.isEmpty() ? "" : "; its stderr ends:\n    " + String.join("\n    ", stderr);
    }
  }
}
