package multiprocessing.internal.launch;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** In which encoding a child writes lines that code of its parent reads. */
final class OutputEncoding {
  /*
   * By default a JVM takes it from the locale, and in the C locale has no letter beyond ASCII. So a child whose lines are
   * read is told to write UTF-8, unless the caller's own options name another in stdout.encoding or stderr.encoding. JDK 17
   * knows these under the names that begin with "sun.".
   */
  private OutputEncoding() {}

  /** The options that tell the child; they come after the caller's own. */
  static List<String> options(ChildOptions options, List<String> jvmOptions) {
    List<String> told = new ArrayList<>();
    boolean merged = options.errorOutput().is(Redirection.Kind.MERGED);
    if (options.output().is(Redirection.Kind.LINES)) {
      tell("stdout", jvmOptions, "stdout", told);
    }
    if (merged && options.output().is(Redirection.Kind.LINES)) {
      tell("stdout", jvmOptions, "stderr", told);
    } else if (options.errorOutput().is(Redirection.Kind.LINES)) {
      tell("stderr", jvmOptions, "stderr", told);
    }
    return told;
  }

  /** The encoding of a stream, {@code stdout} or {@code stderr}, whose lines are read. */
  static Charset of(String stream, List<String> jvmOptions) {
    if (FrozenApp.launcher() != null) {
      return Charset.defaultCharset(); // it cannot be told anything
    }
    String option = "-D" + stream + ".encoding=";
    Charset chosen = StandardCharsets.UTF_8;
    for (String own : jvmOptions) {
      if (own.startsWith(option)) {
        chosen = named(own.substring(option.length()));
      }
    }
    return chosen;
  }

  private static Charset named(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8; // a name that the child would not know either
    }
  }

  private static void tell(String from, List<String> jvmOptions, String to, List<String> told) {
    if (FrozenApp.launcher() == null) {
      String encoding = of(from, jvmOptions).name();
      told.add("-D" + to + ".encoding=" + encoding);
      told.add("-Dsun." + to + ".encoding=" + encoding);
    }
  }
}
