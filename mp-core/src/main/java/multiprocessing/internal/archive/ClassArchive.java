package multiprocessing.internal.archive;

import java.io.File;
import java.util.List;

/**
 * An archive whose content was found to be as it was when it was made.
 *
 * @param file where it is
 * @param length its size in bytes
 * @param modified when it was written last
 * @param recipe what it was made from
 */
record ClassArchive(File file, long length, long modified, Recipe recipe) {

  /** False if somebody has touched the file since. */
  boolean isUnchanged() {
    return file.length() == length && file.lastModified() == modified;
  }

  /** Options for a JVM that uses it if it can, and says nothing if not. */
  List<String> options() {
    if (recipe.ahead()) {
      return List.of(
          "-XX:AOTCache=" + file,
          "-XX:AOTMode=auto",
          "-Xlog:aot*=off:stderr",
          "-Xlog:cds*=off:stderr");
    }
    return Runtime.version().feature() >= 24
        ? List.of(
            "-XX:SharedArchiveFile=" + file,
            "-Xshare:auto",
            "-Xlog:aot*=off:stderr",
            "-Xlog:cds*=off:stderr")
        : List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", "-Xlog:cds*=off:stderr");
  }
}
