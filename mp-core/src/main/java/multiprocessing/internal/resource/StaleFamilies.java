package multiprocessing.internal.resource;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;

/** The families of this user that were killed together with their janitors. */
final class StaleFamilies {
  /*
   * A folder is adopted by starting a janitor for it, which waits for the kernel's word that no member lives. So a
   * mistake here costs a process, never somebody's files; but for a folder that is just being founded, where the
   * FIFO has no writer for an instant: such a folder's founder is alive, and that is asked first.
   */
  private StaleFamilies() {}

  /** Adopts them, in a thread of its own: nobody waits for this. */
  static void adoptInBackground(List<Path> places, Path ownFolder) {
    Thread thread =
        new Thread(
            () -> places.forEach(place -> adoptAll(place, ownFolder)),
            "mp-adopt-" + ProcessHandle.current().pid());
    thread.setDaemon(true);
    thread.start();
  }

  private static void adoptAll(Path place, Path ownFolder) {
    if (!Files.isDirectory(place)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(place, "mp-*")) {
      UserPrincipal user = Files.getOwner(ownFolder);
      folders.forEach(
          folder -> FamilyFolder.named(folder).ifPresent(family -> adoptQuietly(family, user)));
    } catch (IOException | DirectoryIteratorException e) {
      // not this family's concern; the next one tries again
    }
  }

  private static void adoptQuietly(FamilyFolder folder, UserPrincipal user) {
    try {
      Optional<Janitor> ignored = adopt(folder, user);
    } catch (IOException e) {
      // not this family's concern; the next one tries again
    }
  }

  /** Starts a janitor for a folder, if it is this user's and has nobody who cares for it. */
  static Optional<Janitor> adopt(FamilyFolder folder, UserPrincipal user) throws IOException {
    return folder.isOf(user) ? Janitor.takeOver(folder) : Optional.empty();
  }
}
