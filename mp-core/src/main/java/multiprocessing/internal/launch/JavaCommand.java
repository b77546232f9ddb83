package multiprocessing.internal.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import multiprocessing.internal.resource.Family;

/** The command line that starts a child JVM like this one. */
final class JavaCommand {
  /**
   * The kernel refuses a single argument of 128 KiB; beyond half of it an argument file is used.
   */
  private static final int LONG = 64 * 1024;

  private final List<String> words;
  private final Path argumentFile;

  private JavaCommand(List<String> words, Path argumentFile) {
    this.words = words;
    this.argumentFile = argumentFile;
  }

  /**
   * Builds the command.
   *
   * @param jvmOptions the caller's own options, which win over inherited ones and over our defaults
   */
  static JavaCommand build(Family family, List<String> jvmOptions) throws IOException {
    Path application = FrozenApp.launcher();
    if (application != null) {
      FrozenApp.requireNoJvmOption(jvmOptions);
      return new JavaCommand(List.of(application.toString(), FrozenApp.ARGUMENT), null);
    }
    JavaProgram java = JavaProgram.current();
    List<String> options = new ArrayList<>();
    options.addAll(ChildDefaults.of(jvmOptions, java.feature()));
    options.addAll(
        InheritedOptions.of(
            ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getProperties()));
    options.addAll(jvmOptions);
    options.addAll(CodePath.options());
    options.add(ChildMain.class.getName());

    List<String> words = new ArrayList<>();
    words.add(java.path().toString());
    // the launcher reads an argument file in the platform's own encoding; what that cannot express
    // is a property's value, and such values travel in the Bootstrap
    Charset encoding =
        Charset.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));
    byte[] lines = quoted(options).getBytes(encoding);
    if (lines.length < LONG) {
      words.addAll(options);
      return new JavaCommand(words, null);
    }
    Path file = family.newPath("args");
    Files.write(file, lines);
    words.add("@" + file);
    return new JavaCommand(words, file);
  }

  List<String> words() {
    return words;
  }

  /** The argument file to delete when the child has ended, if one was needed. */
  Optional<Path> argumentFile() {
    return Optional.ofNullable(argumentFile);
  }

  /** Why a child of this command has not begun, or null. */
  String explain(ExitReport.Content report) {
    boolean toldNothing = !report.began() && report.failure() == null;
    if (toldNothing && words.contains(FrozenApp.ARGUMENT)) {
      return "does the application's main begin with Multiprocessing.freezeSupport(args)?";
    }
    return report.failure();
  }

  /** Options as an argument file has them, one a line. */
  static String quoted(List<String> options) {
    StringBuilder lines = new StringBuilder();
    for (String option : options) {
      String escaped =
          option
              .replace("\\", "\\\\")
              .replace("\"", "\\\"")
              .replace("\n", "\\n")
              .replace("\r", "\\r")
              .replace("\t", "\\t")
              .replace("\f", "\\f");
      lines.append('"').append(escaped).append("\"\n");
    }
    return lines.toString();
  }
}
