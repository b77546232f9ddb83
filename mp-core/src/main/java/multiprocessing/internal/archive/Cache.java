package multiprocessing.internal.archive;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The folder in which a user's archives are. */
final class Cache {
  /*
   * NAME.jsa is an archive, NAME.txt its record: the recipe, the archive's length and checksum. Both are written under
   * another name and moved; the record comes last, so an archive without a record is not there. Only who holds the lock
   * on the file "lock" makes archives or removes them; so whatever has a name "tmp-..." then is from a maker that died.
   * A JVM that uses an archive keeps it mapped when its name is removed.
   */
  static final long LIMIT_BYTES = 128L << 20;

  private final Path folder;

  private Cache(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the folder and makes it if need be.
   *
   * @return null if it cannot be used, or others than this user could write there: a JVM runs what
   *     is in an archive
   */
  static Cache open(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        create(folder);
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
      boolean open =
          permissions.contains(PosixFilePermission.GROUP_WRITE)
              || permissions.contains(PosixFilePermission.OTHERS_WRITE);
      boolean own = Files.getOwner(folder).equals(Files.getOwner(Path.of("/proc/self")));
      return !open && own && Files.isWritable(folder) ? new Cache(folder) : null;
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return null; // children boot without, a little slower
    }
  }

  private static void create(Path folder) throws IOException {
    Files.createDirectories(folder.toAbsolutePath().getParent());
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      } // else another process was faster
    }
  }

  /**
   * When the record of a recipe's archive was written or used last, in milliseconds; 0 if there is
   * none.
   */
  long recorded(Recipe recipe) {
    return record(recipe).toFile().lastModified();
  }

  /** The archive of a recipe, if it is there and whole; else null. */
  ClassArchive find(Recipe recipe) {
    File file = archive(recipe).toFile();
    try {
      Path record = record(recipe);
      if (!Files.readString(record).equals(recordOf(recipe, file.length(), checksum(file)))) {
        return null;
      }
      Files.setLastModifiedTime(record, FileTime.from(Instant.now())); // used: removed later
      return new ClassArchive(file, file.length(), file.lastModified(), recipe);
    } catch (IOException e) {
      return null;
    }
  }

  /** Takes the right to change the folder, or null if another process has it. */
  FileChannel tryLock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // this JVM has it, through another class loader
    }
    channel.close();
    return null;
  }

  /** With the lock: where an archive may be written before it is stored. */
  Path temporary(String kind) {
    return folder.resolve("tmp-" + ProcessHandle.current().pid() + "-" + kind);
  }

  /** With the lock: gives a finished archive its name and its record. */
  void store(Recipe recipe, Path finished) throws IOException {
    Path record = temporary("record");
    Files.deleteIfExists(record(recipe));
    Files.writeString(record, recordOf(recipe, Files.size(finished), checksum(finished.toFile())));
    Files.move(finished, archive(recipe), StandardCopyOption.ATOMIC_MOVE);
    Files.move(record, record(recipe), StandardCopyOption.ATOMIC_MOVE);
  }

  /** With the lock: removes what dead makers left, and the least used archives beyond the limit. */
  void tidy(long limitBytes) throws IOException {
    List<Path> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("tmp-")) {
          Files.deleteIfExists(file);
        } else if (name.endsWith(".txt")) {
          records.add(file);
        }
      }
    }
    records.sort(Comparator.comparing((Path record) -> record.toFile().lastModified()).reversed());
    long bytes = 0;
    for (Path record : records) {
      Path archive = sibling(record, ".jsa");
      bytes += archive.toFile().length();
      if (bytes > limitBytes) {
        Files.deleteIfExists(record);
        Files.deleteIfExists(archive);
      }
    }
  }

  /** Nobody shall use this archive again. */
  void remove(Recipe recipe) {
    try {
      Files.deleteIfExists(record(recipe));
    } catch (IOException e) {
      // this process at least does not
    }
  }

  private Path archive(Recipe recipe) {
    return folder.resolve(recipe.name() + ".jsa");
  }

  private Path record(Recipe recipe) {
    return folder.resolve(recipe.name() + ".txt");
  }

  private static Path sibling(Path record, String ending) {
    String name = record.getFileName().toString();
    return record.resolveSibling(name.substring(0, name.length() - 4) + ending);
  }

  private static String recordOf(Recipe recipe, long length, long checksum) {
    return recipe.description() + "length " + length + "\nchecksum " + checksum + "\n";
  }

  private static long checksum(File file) throws IOException {
    CRC32 sum = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file.toPath())) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sum.update(buffer, 0, count);
      }
    } catch (NoSuchFileException e) {
      return -1;
    }
    return sum.getValue();
  }
}
