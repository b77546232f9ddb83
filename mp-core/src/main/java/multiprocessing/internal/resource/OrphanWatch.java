package multiprocessing.internal.resource;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** In a process whose parent died: sees to it that the family has a janitor as long as it lives. */
final class OrphanWatch {
  /*
   * Looks once, at the parent's death, and then whenever the janitor has ended that was there at the last look, which
   * the JDK notices within seconds. As long as the founder lives, it does this, and sooner. Of several orphans that
   * find the janitor dead one starts another, under the file lock of Janitor.takeOver, and the others watch that.
   */
  private static final int ATTEMPTS = 20;

  private final FamilyFolder folder;
  private final BooleanSupplier left;

  OrphanWatch(FamilyFolder folder, BooleanSupplier left) {
    this.folder = folder;
    this.left = left;
  }

  /** Returns at once, unless it starts a janitor. */
  void look() {
    for (int attempt = 0; !left.getAsBoolean() && attempt < ATTEMPTS; attempt++) {
      try {
        Optional<Janitor> mine = Janitor.takeOver(folder);
        if (mine.isPresent()) {
          mine.get().whenEnded(this::look);
        } else {
          folder.janitor().ifPresent(this::lookAfter);
        }
        return;
      } catch (IOException e) {
        // it was killed before it had begun; after all attempts, the next founder sees to it
      }
    }
  }

  private void lookAfter(ProcessId janitor) {
    Optional<ProcessHandle> process = ProcessHandle.of(janitor.pid());
    if (process.isPresent()) {
      CompletableFuture<Void> ignored = process.get().onExit().thenRun(this::look);
    }
  }
}
