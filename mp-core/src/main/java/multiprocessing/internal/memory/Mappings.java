package multiprocessing.internal.memory;

import java.io.IOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How many blocks of shared memory this JVM has mapped, and whether there may be more. */
final class Mappings {
  /*
   * Linux allows a process so many mappings, by default 65,530. A JVM that has used them up ends with "insufficient
   * memory", sooner or later. So a quarter of them is left to it.
   */
  private static final Path ALLOWED = Path.of("/proc/sys/vm/max_map_count");

  private static final int ASK_FROM = 10_000;
  private static final ReferenceQueue<SharedBlock> COLLECTED = new ReferenceQueue<>();
  private static final Set<Reference<?>> LIVE = ConcurrentHashMap.newKeySet();

  private Mappings() {}

  /** One more is about to be mapped. */
  static void requireRoom() throws IOException {
    for (Object one = COLLECTED.poll(); one != null; one = COLLECTED.poll()) {
      LIVE.remove(one);
    }
    int live = LIVE.size();
    if (live >= ASK_FROM) {
      requireRoom(live, allowed());
    }
  }

  static void requireRoom(int live, long allowed) throws IOException {
    if (live >= allowed / 4 * 3) {
      throw new IOException(
          "this JVM has "
              + live
              + " blocks of shared memory, and the system allows it "
              + allowed
              + " mappings in all; use one array in place of many values, or raise vm.max_map_count");
    }
  }

  static void add(SharedBlock block) {
    LIVE.add(new PhantomReference<>(block, COLLECTED));
  }

  private static long allowed() {
    try {
      return Long.parseLong(Files.readString(ALLOWED).strip());
    } catch (IOException | NumberFormatException e) {
      return Long.MAX_VALUE; // not told here
    }
  }
}
