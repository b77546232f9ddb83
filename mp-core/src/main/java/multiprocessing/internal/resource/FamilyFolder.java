package multiprocessing.internal.resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A family's folder as its name tells it: {@code mp-PID-TICKS-NAMESPACE-RANDOM}, who founded it and
 * in which pid namespace. The janitor adds {@code .gone} before it removes it.
 *
 * @param path where it is
 * @param founder who made it
 * @param namespace the founder's pid namespace; 0 if unknown
 */
record FamilyFolder(Path path, ProcessId founder, long namespace) {
  /** The FIFO that every member has open. */
  static final String LIFE = "life";

  /** The folder with the records of what is outside it. */
  static final String NAMES = "names";

  private static final int RADIX = 36;
  private static final long LEAST_SPACE_BYTES = 1 << 20;
  private static final String PRIVATE = "rwx------";
  private static final Pattern NAME =
      Pattern.compile("mp-(\\d{1,10})-([0-9a-z]{1,12})-([0-9a-z]{1,12})-\\d+(?:\\.gone)?");

  /**
   * The places for a folder, best first: memory-backed where the system has such a place, so that
   * nothing outlives the system.
   */
  static List<Path> places() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    return List.of(Path.of("/dev/shm"), temporary);
  }

  /** A folder for a family that this process founds; there is none of that name yet. */
  static FamilyFolder choose(Path place) throws IOException {
    if (Files.getFileStore(place).getUsableSpace() < LEAST_SPACE_BYTES) {
      throw new IOException("less than 1 MiB is free in " + place);
    }
    long pid = ProcessHandle.current().pid();
    ProcessId founder = ProcessId.of(pid).orElse(new ProcessId(pid, 0));
    long namespace = ProcessId.pidNamespace();
    String name =
        String.join(
            "-",
            "mp",
            Long.toString(pid),
            Long.toString(founder.startTicks(), RADIX),
            Long.toString(namespace, RADIX),
            Long.toUnsignedString(new SecureRandom().nextLong()));
    return new FamilyFolder(place.resolve(name), founder, namespace);
  }

  /** The folder of a family, as its name says; empty if it is no such name. */
  static Optional<FamilyFolder> named(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    if (!name.matches()) {
      return Optional.empty();
    }
    ProcessId founder =
        new ProcessId(Long.parseLong(name.group(1)), Long.parseLong(name.group(2), RADIX));
    return Optional.of(new FamilyFolder(path, founder, Long.parseLong(name.group(3), RADIX)));
  }

  /** The user that owns it. */
  UserPrincipal user() throws IOException {
    return attributes(path).owner();
  }

  /** True if it is a folder that only this user may enter, with a FIFO "life" if any. */
  boolean isOf(UserPrincipal user) {
    try {
      PosixFileAttributes folder = attributes(path);
      Path life = path.resolve(LIFE);
      return folder.isDirectory()
          && folder.owner().equals(user)
          && PosixFilePermissions.toString(folder.permissions()).equals(PRIVATE)
          && (Files.notExists(life, LinkOption.NOFOLLOW_LINKS) || attributes(life).isOther());
    } catch (IOException e) {
      return false; // gone meanwhile
    }
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** True if the founder is known to be dead; of another pid namespace nothing is known. */
  boolean isFounderDead() {
    return founder.startTicks() > 0
        && namespace > 0
        && namespace == ProcessId.pidNamespace()
        && !founder.isAlive();
  }

  /** The janitor that was the last to begin, if it still runs. */
  Optional<ProcessId> janitor() {
    try {
      String stat = Files.readString(path.resolve("janitor"), StandardCharsets.ISO_8859_1);
      int end = stat.indexOf(' ');
      return end < 0
          ? Optional.empty()
          : ProcessId.parse(Long.parseLong(stat.substring(0, end)), stat)
              .filter(ProcessId::isAlive);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // it did not come so far
    }
  }
}
