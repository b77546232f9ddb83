package multiprocessing.internal.launch;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import multiprocessing.internal.archive.ClassArchives;
import multiprocessing.internal.archive.Training;
import multiprocessing.internal.resource.Family;

/** The command line that starts a child JVM like this one. */
final class JavaCommand {
  /**
   * The kernel refuses a single argument of 128 KiB; beyond half of it an argument file is used.
   */
  private static final int LONG = 64 * 1024;

  private final List<String> words;
  private final Path argumentFile;
  private final Debugging debugging;

  private JavaCommand(List<String> words, Path argumentFile, Debugging debugging) {
    this.words = words;
    this.argumentFile = argumentFile;
    this.debugging = debugging;
  }

  /**
   * A child's command in all its words, by which two children's commands are told apart.
   *
   * @throws IOException if there is no such program
   */
  static List<String> plainLine() throws IOException {
    return line(List.of(), List.of(), ChildOptions.DEFAULT);
  }

  /**
   * The command of a child, of which the caller's own options win over inherited ones and over our
   * defaults.
   *
   * @throws IOException if there is no such program
   */
  static List<String> line(ChildPlan plan) throws IOException {
    return line(plan.jvmOptions(), ToolOptions.of(plan), plan.options());
  }

  private static List<String> line(
      List<String> jvmOptions, List<String> toolOptions, ChildOptions chosen) throws IOException {
    Path application = FrozenApp.launcher();
    if (application != null) {
      FrozenApp.requireNoJvmOption(jvmOptions);
      return List.of(application.toString(), FrozenApp.ARGUMENT);
    }
    JavaProgram java = JavaProgram.current();
    List<String> own = new ArrayList<>(toolOptions);
    own.addAll(jvmOptions);
    List<String> defaults = ChildDefaults.of(own, java.feature(), chosen.siblings());
    List<String> options = new ArrayList<>();
    options.add(java.path().toString());
    options.addAll(defaults);
    for (String option : InheritedOptions.of(OwnArguments.OF_THIS_JVM, System.getProperties())) {
      // defaults are inherited, too: they would be one more in each generation
      if (java.knows(option) && !defaults.contains(option)) {
        options.add(option);
      }
    }
    if (chosen.agents()) {
      options.addAll(InheritedOptions.agents(OwnArguments.OF_THIS_JVM));
    }
    options.addAll(jvmOptions);
    options.addAll(OutputEncoding.options(chosen, jvmOptions));
    options.addAll(CodePath.options());
    options.addAll(ModulePath.main());
    if (ControlChannel.canBeMoved(java.path())) {
      options.add(ControlChannel.MOVED);
    }
    return options;
  }

  /**
   * Adds the archive of the library's classes, if there is one, to a {@link #line}.
   *
   * @param jvmOptions the caller's own options in it
   */
  static List<String> withArchive(List<String> line, List<String> jvmOptions) {
    if (LaunchSettings.executable() != null) {
      return line; // an archive is for this JVM's own JDK
    }
    return ClassArchives.applied(
        line,
        jvmOptions,
        new Training(ChildMain.class, Output.class, ArchiveTraining.class.getName()));
  }

  /** The command of a {@link #line}; a long one is put into an argument file. */
  static JavaCommand of(Family family, List<String> line) throws IOException {
    return of(family, line, null);
  }

  /** The same for one child, which is debugged if this JVM's switch says so. */
  static JavaCommand ofDebugged(Family family, List<String> line, List<String> jvmOptions)
      throws IOException {
    Debugging debugging = Debugging.forNext(Path.of(line.get(0)), jvmOptions);
    if (debugging == null) {
      return of(family, line, null);
    }
    List<String> longer = new ArrayList<>(line);
    longer.add(1, debugging.option());
    try {
      return of(family, longer, debugging);
    } catch (IOException | RuntimeException | Error e) {
      debugging.close();
      throw e;
    }
  }

  private static JavaCommand of(Family family, List<String> line, Debugging debugging)
      throws IOException {
    boolean moved = line.get(line.size() - 1).equals(ControlChannel.MOVED);
    List<String> words = new ArrayList<>(moved ? ControlChannel.BY_SHELL : List.of());
    List<String> options = line.subList(1, line.size());
    words.add(line.get(0));
    // the launcher reads an argument file in the platform's own encoding; what that cannot express
    // is a property's value, and such values travel in the Bootstrap
    Charset encoding =
        Charset.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));
    byte[] lines = quoted(options).getBytes(encoding);
    if (lines.length < LONG) {
      words.addAll(options);
      return new JavaCommand(words, null, debugging);
    }
    Path file = family.newPath("args");
    Files.write(file, lines);
    words.add("@" + file);
    return new JavaCommand(words, file, debugging);
  }

  List<String> words() {
    return words;
  }

  /** The argument file to delete when the child has ended, if one was needed. */
  Optional<Path> argumentFile() {
    return Optional.ofNullable(argumentFile);
  }

  /** The port of the child's debugger, if it has one. */
  Optional<Debugging> debugging() {
    return Optional.ofNullable(debugging);
  }

  /** Why a child of this command has not begun, or null. */
  String explain(ExitReport.Content report) {
    boolean toldNothing = !report.began() && report.failure() == null;
    if (toldNothing && words.contains(FrozenApp.ARGUMENT)) {
      return "does the application's main begin with Multiprocessing.freezeSupport(args)?";
    }
    return report.failure();
  }

  /** Asked for once: each time costs a tenth of a millisecond, and they do not change. */
  private static final class OwnArguments {
    static final List<String> OF_THIS_JVM =
        List.copyOf(ManagementFactory.getRuntimeMXBean().getInputArguments());
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
