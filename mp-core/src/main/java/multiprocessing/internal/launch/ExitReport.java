package multiprocessing.internal.launch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file in which a child leaves what its exit status cannot say. */
final class ExitReport {
  /*
   * Lines, each written with one call, so that what was written survives any death of the child:
   *   told           all that the parent had to say was read
   *   began          the task was rebuilt and is about to run
   *   failed TEXT    the task could not be rebuilt, and why (line breaks and backslashes escaped)
   *   exited         the JVM ends by itself or by System.exit, not by a signal
   * A status above 128 is a signal's unless "exited" is there: that is how System.exit(143) is told from SIGTERM.
   * The JVM's own handler of SIGTERM, SIGINT and SIGHUP also ends by Shutdown; its thread is alive while the shutdown
   * hooks run. The parent makes the file with zeros; the lines end at the first zero.
   */
  private static final int RESERVED = 1024;

  private final RandomAccessFile file;

  private ExitReport(RandomAccessFile file) {
    this.file = file;
  }

  /**
   * Makes the file, in the parent, with room for the child's lines: a file system that is full
   * later shall not make a child that ran look like one that never began.
   */
  static void reserve(Path path) throws IOException {
    try {
      Files.write(path, new byte[RESERVED]);
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw new IOException("cannot make the report file " + path + ": " + e.getMessage(), e);
    }
  }

  /** Opens the report in the child and arranges for its last line. */
  static ExitReport open(String path) throws IOException {
    ExitReport report = new ExitReport(new RandomAccessFile(path, "rw"));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread("mp-exit") {
              @Override
              public void run() {
                if (!endedBySignal()) {
                  report.write("exited\n");
                }
                ParentWatch.callOff();
              }
            });
    return report;
  }

  void told() {
    write("told\n");
  }

  void began() {
    write("began\n");
  }

  void failed(String why) {
    write("failed " + why.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") + "\n");
  }

  /** What the report of an ended child says. */
  static Content read(Path path) {
    boolean told = false;
    boolean began = false;
    boolean exited = false;
    String failure = null;
    try {
      String text = Files.readString(path, StandardCharsets.UTF_8);
      int end = text.indexOf('\0');
      for (String line : (end < 0 ? text : text.substring(0, end)).split("\n", -1)) {
        told |= line.equals("told");
        began |= line.equals("began");
        exited |= line.equals("exited");
        if (line.startsWith("failed ")) {
          failure = unescaped(line.substring("failed ".length()));
        }
      }
    } catch (NoSuchFileException e) {
      // it died before it could open the report
    } catch (IOException e) {
      failure = "its report " + path + " cannot be read: " + e;
    }
    return new Content(told, began, exited, failure);
  }

  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    return Pattern.compile("\\\\(.)")
        .matcher(text)
        .replaceAll(
            match ->
                switch (match.group(1)) {
                  case "n" -> "\n";
                  case "r" -> "\r";
                  default -> Matcher.quoteReplacement(match.group(1));
                });
  }

  private void write(String line) {
    try {
      file.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // the folder is gone with the parent: nobody is left to read the report
    }
  }

  /** Whether this JVM, which is ending, does so because of a signal. */
  static boolean endedBySignal() {
    return SignalThreads.areEndingThisJvm();
  }

  /** If a signal is ending this JVM, lets it: this does not return then. */
  static void yieldToSignal() {
    while (endedBySignal()) {
      LockSupport.parkNanos(1_000_000_000); // until the JVM is gone, within it
    }
  }

  /**
   * What a report says.
   *
   * @param told whether the child had read its task
   * @param began whether the task began
   * @param exited whether the JVM ended by itself
   * @param failure why the task could not begin, or null
   */
  record Content(boolean told, boolean began, boolean exited, String failure) {}
}
