package multiprocessing.internal.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a JVM that crashed wrote of it in its error file, in one sentence. */
final class CrashReport {
  /*
   * The head of the file, in all versions:
   *
   *   #
   *   # A fatal error has been detected by the Java Runtime Environment:
   *   #
   *   #  SIGSEGV (0xb) at pc=0x00007f1c2ab1e2a3, pid=4711, tid=4712
   *   #
   *   (more such lines)
   *   # Problematic frame:
   *   # V  [libjvm.so+0xf1e2a3]  Unsafe_PutInt+0x83
   *
   * Instead of a signal there may be "Internal Error (file:line)", with what was wrong in the next line. The status of
   * the process says none of it: every crash ends in an abort.
   */
  private static final int HEAD_LINES = 40;
  private static final String DETECTED = "A fatal error has been detected";
  private static final String NO_MEMORY = "There is insufficient memory";
  private static final String FRAME = "Problematic frame:";

  private CrashReport() {}

  /**
   * Reads the report of a process that has ended.
   *
   * @param file where its JVM was told to write it
   * @param notBefore when the process was started, in milliseconds since 1970; an older file is
   *     that of another process with the same id
   * @return the sentence, or null if there is no report
   */
  static String read(Path file, long notBefore) {
    try {
      if (Files.getLastModifiedTime(file).toMillis() < notBefore) {
        return null;
      }
      return sentence(head(file), file);
    } catch (IOException e) {
      return null; // no report, no sentence
    }
  }

  private static List<String> head(Path file) throws IOException {
    List<String> head = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String line = in.readLine();
      while (line != null && head.size() < HEAD_LINES) {
        String text = line.startsWith("#") ? line.substring(1).strip() : "";
        if (!text.isEmpty()) {
          head.add(text);
        }
        line = in.readLine();
      }
    }
    return head;
  }

  private static String sentence(List<String> head, Path file) {
    StringBuilder sentence = new StringBuilder();
    for (int i = 0; i < head.size(); i++) {
      String line = head.get(i);
      String next = i + 1 < head.size() ? head.get(i + 1) : "";
      if (line.startsWith(DETECTED)) {
        sentence.append("the JVM crashed with ").append(withoutIds(next));
        if (next.startsWith("Internal Error") && i + 2 < head.size()) {
          sentence.append(", ").append(head.get(i + 2));
        }
      } else if (line.startsWith(NO_MEMORY)) {
        sentence.append("the JVM ran out of native memory: ").append(next);
      } else if (line.startsWith(FRAME)) {
        sentence.append(", problematic frame: ").append(next);
      }
    }
    return sentence.isEmpty() ? null : sentence.append("; report: ").append(file).toString();
  }

  private static String withoutIds(String line) {
    int ids = line.indexOf(", pid=");
    return ids < 0 ? line : line.substring(0, ids);
  }
}
