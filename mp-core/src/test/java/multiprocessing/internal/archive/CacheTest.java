package multiprocessing.internal.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept in a cache folder, and what of it is believed. */
class CacheTest {
  @TempDir private Path base;

  @Test
  void archiveIsFoundAsItWasStored() throws Exception {
    Cache cache = cache();
    Recipe recipe = recipe("one");
    assertNull(cache.find(recipe));
    store(cache, recipe, 1000);
    ClassArchive found = cache.find(recipe);
    assertEquals(1000, found.length());
    assertTrue(found.isUnchanged());
    assertNull(cache.find(recipe("two")));
  }

  @Test
  void archiveThatIsNotAsItWasStoredIsNotFound() throws Exception {
    Cache cache = cache();
    Recipe recipe = recipe("one");
    store(cache, recipe, 1000);
    ClassArchive found = cache.find(recipe);
    byte[] bytes = Files.readAllBytes(found.file().toPath());
    bytes[500]++;
    Files.write(found.file().toPath(), bytes);
    assertNull(cache.find(recipe));
    Files.setLastModifiedTime(found.file().toPath(), FileTime.fromMillis(0));
    assertFalse(found.isUnchanged());
    store(cache, recipe, 1000);
    Files.write(found.file().toPath(), new byte[999]);
    assertNull(cache.find(recipe));
    Files.delete(found.file().toPath());
    assertNull(cache.find(recipe));
  }

  @Test
  void recordOfAnotherRecipeIsNotBelieved() throws Exception {
    Cache cache = cache();
    Recipe recipe = recipe("one");
    store(cache, recipe, 10);
    Path record = folder().resolve(recipe.name() + ".txt");
    Files.writeString(record, Files.readString(record).replace("option --one", "option --two"));
    assertNull(cache.find(recipe));
  }

  @Test
  void leastUsedArchivesGoBeyondTheLimitAndSoDoesWhatDeadMakersLeft() throws Exception {
    Cache cache = cache();
    for (int i = 0; i < 4; i++) {
      store(cache, recipe("r" + i), 1000);
      Files.setLastModifiedTime(
          folder().resolve(recipe("r" + i).name() + ".txt"), FileTime.fromMillis(i * 1_000_000L));
    }
    Files.writeString(folder().resolve("tmp-1-archive"), "half");
    assertNotNull(cache.find(recipe("r0"))); // used now
    cache.tidy(2500);
    assertNotNull(cache.find(recipe("r0")));
    assertNull(cache.find(recipe("r1")));
    assertNull(cache.find(recipe("r2")));
    assertNotNull(cache.find(recipe("r3")));
    assertFalse(Files.exists(folder().resolve("tmp-1-archive")));
  }

  @Test
  void onlyOneMayChangeTheFolder() throws Exception {
    Cache cache = cache();
    try (FileChannel lock = cache.tryLock()) {
      assertNotNull(lock);
      assertNull(cache.tryLock());
    }
    try (FileChannel lock = cache.tryLock()) {
      assertNotNull(lock);
    }
  }

  @Test
  void folderThatOthersMayWriteToIsNotUsed() throws Exception {
    cache();
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertNull(Cache.open(folder()));
    assertNull(Cache.open(Files.createFile(base.resolve("file"))));
    assertNull(Cache.open(base.resolve("file/below")));
    assertNull(Cache.open(Path.of("/proc/nothing")));
  }

  @Test
  void folderThatTwoMakeAtOnceIsUsedByBoth() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    for (int i = 0; i < 200; i++) {
      Path folder = base.resolve("made-" + i);
      CompletableFuture<Cache> other = CompletableFuture.supplyAsync(() -> open(folder, together));
      assertNotNull(open(folder, together), "round " + i);
      assertNotNull(other.join(), "round " + i);
    }
  }

  private static Cache open(Path folder, CyclicBarrier together) {
    try {
      together.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the other one does not come", e);
    }
    return Cache.open(folder);
  }

  @Test
  void jarsWithNobodyElsesClassesMayComeFirst() throws Exception {
    File ours = jar("ours.jar", "multiprocessing/A.class");
    File kryos = jar("kryos.jar", "com/esotericsoftware/kryo/kryo5/B.class");
    File mixed = jar("mixed.jar", "multiprocessing/A.class", "com/example/C.class");
    assertTrue(LibraryJars.mayComeFirst(List.of(ours, kryos)));
    assertFalse(LibraryJars.mayComeFirst(List.of(ours, mixed)));
    assertTrue(LibraryJars.mayComeFirst(List.of(mixed)));
    assertEquals(
        List.of(ours.getPath(), kryos.getPath(), "a", "b"),
        LibraryJars.first(List.of(ours, kryos), List.of("a", kryos.getPath(), "b")));
  }

  @Test
  void libraryInFoldersHasNoJars() {
    assertEquals(List.of(), LibraryJars.find(Cache.class, String.class, List.of("a.jar")));
  }

  @Test
  void recipeChangesWithWhatMatters() {
    List<File> jars = List.of(new File("/a.jar"));
    Recipe plain = Recipe.of(List.of("java", "-Dx=y", "-Xmx1g", "-cp", "a.jar", "Main"), jars);
    Recipe same = Recipe.of(List.of("java", "-Xmx2g", "-cp", "a.jar", "Main"), jars);
    Recipe other = Recipe.of(List.of("java", "--add-opens=a/b=c", "-cp", "a.jar", "Main"), jars);
    assertEquals(plain, same);
    assertNotEquals(plain.name(), other.name());
    assertFalse(other.ahead());
    assertNull(Recipe.of(List.of("java", "--limit-modules=a", "-cp", "a.jar", "Main"), jars));
  }

  private Path folder() {
    return base.resolve("cache");
  }

  private Cache cache() {
    Cache cache = Cache.open(folder());
    assertNotNull(cache);
    return cache;
  }

  private static Recipe recipe(String option) {
    return Recipe.of(List.of("java", "--" + option, "-cp", "a.jar", "Main"), List.of());
  }

  private static void store(Cache cache, Recipe recipe, int size) throws Exception {
    Path made = cache.temporary("archive");
    byte[] bytes = new byte[size];
    bytes[size / 2] = 1;
    Files.write(made, bytes);
    cache.store(recipe, made);
  }

  private File jar(String name, String... entries) throws Exception {
    Path path = base.resolve(name);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(path))) {
      for (String entry : entries) {
        jar.putNextEntry(new JarEntry(entry));
      }
    }
    return path.toFile();
  }
}
