package multiprocessing.internal.launch;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import multiprocessing.internal.launch.Redirection.Kind;

/** A child's standard output and standard error: redirected, read, and waited for at its end. */
final class ChildStreams {
  /*
   *                  standard output     standard error
   *   INHERIT        the parent's own    pipe, copied
   *   DISCARD        /dev/null           pipe, read
   *   FILE           the file            the file
   *   PREFIXED       pipe, copied        pipe, copied
   *   LINES          pipe, handed on     pipe, handed on
   *   MERGED         -                   that of standard output, which is then a pipe or a file
   *
   * Standard error is nowhere lost: its last lines may say why a JVM did not start.
   */
  private final String name;
  private final Redirection output;
  private final Redirection error;
  private final Charset outputEncoding;
  private final Charset errorEncoding;
  private final LastLines lastLines = new LastLines();
  private final List<OutputPump> pumps = new ArrayList<>(2);
  private long fileLength;

  /**
   * The streams of a child that is not started yet.
   *
   * @throws IOException if a file cannot be written
   */
  ChildStreams(ChildPlan plan) throws IOException {
    this.name = plan.name();
    this.output = plan.options().output();
    this.error = plan.options().errorOutput();
    this.outputEncoding = OutputEncoding.of("stdout", plan.jvmOptions());
    this.errorEncoding = OutputEncoding.of("stderr", plan.jvmOptions());
    requireWritable(output);
    requireWritable(error);
  }

  private static void requireWritable(Redirection to) throws IOException {
    if (to.is(Kind.FILE)) {
      try (FileOutputStream opened = new FileOutputStream(to.file().toFile(), true)) {
        opened.flush();
      } catch (IOException e) {
        throw new IOException("its output cannot go to " + e.getMessage(), e);
      }
    }
  }

  /** Before the start. */
  void redirect(ProcessBuilder builder) {
    Redirection errorFile = error.is(Kind.MERGED) ? output : error;
    if (errorFile.is(Kind.FILE) && errorFile.append()) {
      fileLength = errorFile.file().toFile().length();
    }
    builder.redirectOutput(outputTo());
    if (error.is(Kind.MERGED)) {
      builder.redirectErrorStream(true);
    } else if (error.is(Kind.FILE)) {
      builder.redirectError(toFile(error));
    }
  }

  private ProcessBuilder.Redirect outputTo() {
    if (output.is(Kind.FILE)) {
      return toFile(output);
    }
    if (isOutputPiped()) {
      return ProcessBuilder.Redirect.PIPE;
    }
    return output.is(Kind.DISCARD)
        ? ProcessBuilder.Redirect.DISCARD
        : ProcessBuilder.Redirect.INHERIT;
  }

  /** After the start. */
  void start(LaunchedJvm jvm) {
    Process process = jvm.process();
    long pid = process.pid();
    if (isOutputPiped()) {
      LastLines kept = error.is(Kind.MERGED) ? lastLines : new LastLines();
      InputStream from = process.getInputStream();
      OutputSink sink = sink(output, FileDescriptor.out, outputEncoding);
      sink = error.is(Kind.MERGED) ? new BootSink(jvm::hasBegun, sink) : sink;
      pumps.add(OutputPump.start(from, "mp-stdout-" + pid, sink, kept));
    }
    if (!error.is(Kind.MERGED) && !error.is(Kind.FILE)) {
      InputStream from = process.getErrorStream();
      OutputSink sink = new BootSink(jvm::hasBegun, sink(error, FileDescriptor.err, errorEncoding));
      pumps.add(OutputPump.start(from, "mp-stderr-" + pid, sink, lastLines));
    }
  }

  /** Waits, after the child's end, until what it wrote has been dealt with. */
  void awaitDrained() throws InterruptedException {
    for (OutputPump pump : pumps) {
      pump.awaitDrained();
    }
  }

  /** Whether anything came by standard error. */
  boolean saidAnything() {
    return !lastLines().isEmpty();
  }

  /** The last lines of standard error. */
  String lastLines() {
    Redirection last = error.is(Kind.MERGED) ? output : error;
    return last.is(Kind.FILE) ? LastLines.of(last.file(), fileLength) : lastLines.text();
  }

  private boolean isOutputPiped() {
    boolean lines = output.is(Kind.PREFIXED) || output.is(Kind.LINES);
    return lines || (error.is(Kind.MERGED) && !output.is(Kind.FILE));
  }

  private static ProcessBuilder.Redirect toFile(Redirection to) {
    File file = to.file().toFile();
    return to.append() ? ProcessBuilder.Redirect.appendTo(file) : ProcessBuilder.Redirect.to(file);
  }

  private OutputSink sink(Redirection to, FileDescriptor own, Charset encoding) {
    return switch (to.kind()) {
      case PREFIXED -> new PrefixSink(name, new CopySink(own));
      case LINES -> new ConsumerSink(to.lines(), encoding, new CopySink(own));
      case DISCARD -> (bytes, count) -> {};
      default -> new CopySink(own);
    };
  }
}
