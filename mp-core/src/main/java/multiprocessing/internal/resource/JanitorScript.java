package multiprocessing.internal.resource;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What the janitor's shell runs, and in which surroundings. */
final class JanitorScript {
  /*
   * POSIX sh, but for the tests -O and -nt, which dash, bash, ksh and busybox have. What takes time is the start of
   * a command, and "read", which asks the system for each byte; so there are few of either, however many records.
   *
   *  1. Ignores the terminal's signals, those that ask politely, and that nobody reads what it says.
   *  2. Makes the folder, if it is to be new, so that no folder is ever without a janitor for want of one being started;
   *     and the FIFO, if there is none, and opens it for reading and, so that this does not block, for writing.
   *  3. Leaves its line of /proc/PID/stat in the file "janitor", from which others see whether it lives.
   *  4. "ready"; then waits for the end of its standard input, and lets go of the writing end.
   *  5. Reads to the end-of-file of the FIFO: no member lives.
   *  6. Gives the folder another name, so that nobody can join any more, and reads to the end-of-file again, because
   *     somebody may have joined in between. A janitor that comes too late for that has nothing to do.
   *  7. Lets stopped candidates go on (see Candidate), so that they end.
   *  8. Removes what the records name (see TrackedName), then the folder. It writes nothing: there may be no room.
   *
   * remove: $paths are lines "PATH", $same are lines "INODE PATH". A path is removed if it has that inode; ls says so
   * of all of them at once, with the inodes padded by spaces.
   */
  static final String TEXT =
      """
      trap '' HUP INT QUIT TERM PIPE
      umask 077
      cd /
      folder=$1
      [ "$2" != new ] || mkdir -m 700 "$folder" "$folder/names" || exit 1
      [ -p "$folder/life" ] || mkfifo -m 600 "$folder/life" || exit 1
      exec 3<>"$folder/life" 4<"$folder/life"
      IFS= read -r line </proc/$$/stat && echo "$line" >"$folder/janitor"
      echo ready
      read -r line
      exec >/dev/null <&4 3>&- 4<&-
      while read -r line; do :; done
      case $folder in
      *.gone) ;;
      *) mv "$folder" "$folder.gone" || exit 0
        folder=$folder.gone ;;
      esac
      while read -r line; do :; done
      exec </dev/null
      for file in "$folder"/*-waits; do
        read -r pid ticks <"$file" && IFS= read -r line <"/proc/$pid/stat" || continue
        set -- ${line##*) }
        [ "${20}" != "$ticks" ] || kill -s CONT "$pid"
      done
      IFS='
      '
      set -f
      ours() {
        [ ! -L "$1" ] && [ -O "$1" ] && { [ -f "$1" ] || [ -S "$1" ] || [ -p "$1" ]; }
      }
      remove() {
        paths=$(ls -di -- $paths | sed 's/^ *//' | grep -Fx -e "$same" | sed 's/^[0-9]* //')
        [ -z "$paths" ] || rm -f -- $paths
        paths=
        same=
      }
      paths=
      same=
      inode=
      for line in $(find "$folder/names" -type f ! -name '.*' -exec cat {} +); do
        case $inode in
        '') inode=$line
          continue ;;
        -*) ! ours "$line" || [ "$folder/names/${inode#-}" -nt "$line" ] || rm -f -- "$line" ;;
        *) ! ours "$line" || {
            paths=$paths$line$IFS
            same="$same$inode $line$IFS"
          } ;;
        esac
        inode=
        [ ${#same} -lt 60000 ] || remove
      done
      [ -z "$paths" ] || remove
      rm -rf "$folder" || rm -rf "$folder"
      """;

  private static final String SYSTEM_PATH = "/usr/bin:/bin:/run/current-system/sw/bin";
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Path SHELL = Path.of("/bin/sh");

  private JanitorScript() {}

  /** The janitor of a folder, to be started; a new folder is made by it. */
  static ProcessBuilder process(Path folder, boolean isNew) {
    String shell = Files.isExecutable(SHELL) ? SHELL.toString() : "sh";
    List<String> script =
        List.of(shell, "-c", TEXT, "mp-janitor", folder.toString(), isNew ? "new" : "old");
    ProcessBuilder builder = new ProcessBuilder();
    if (Files.isExecutable(SETSID)) {
      builder.command().add(SETSID.toString());
    }
    builder.command().addAll(script);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.directory(new File("/"));
    Map<String, String> environment = builder.environment();
    String userPath = environment.get("PATH");
    environment.clear(); // ENV and the like change what a shell does
    environment.put("PATH", path(userPath));
    environment.put("LC_ALL", "C");
    return builder;
  }

  /** The system's folders before the user's, and of these only what does not depend on where. */
  static String path(String userPath) {
    StringJoiner path = new StringJoiner(":").add(SYSTEM_PATH);
    for (String folder : (userPath == null ? "" : userPath).split(":", -1)) {
      if (folder.startsWith("/")) {
        path.add(folder);
      }
    }
    return path.toString();
  }
}
