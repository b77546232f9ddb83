package multiprocessing.internal.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import multiprocessing.Ask;
import multiprocessing.testkit.ChildJvm;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.Signal;

/** Families outside this JVM's, to be killed. */
final class Kin {
  /** In which time nothing may be left of a dead family. */
  static final Duration SOON = Duration.ofSeconds(2);

  private Kin() {}

  /** A program that founds a family and prints its folder. */
  static ChildJvm start(Class<?> main, Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    return Ask.jvm(main).arguments(texts).start();
  }

  /** In such a program: founds, says so, and returns. */
  static Family found() {
    Family family = Family.current();
    System.out.println("folder " + family.folder());
    return family;
  }

  static void stay() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  static FamilyFolder folderOf(ChildJvm program) {
    String line = program.awaitLine("folder ", Ask.LIMIT);
    return FamilyFolder.named(Path.of(line.substring("folder ".length()))).orElseThrow();
  }

  static ProcessId janitorOf(FamilyFolder folder) {
    return Eventually.value("a janitor", Ask.LIMIT, folder::janitor, found -> found.isPresent())
        .orElseThrow();
  }

  static void kill(ProcessId process) {
    Signal.KILL.send(process.pid());
    Eventually.until("its death", Ask.LIMIT, () -> !process.isAlive());
  }

  /** The janitor first, so that it removes nothing; stopped, so that no other is started. */
  static void killWithItsJanitor(ChildJvm program, FamilyFolder folder) {
    program.kill(Signal.STOP);
    kill(janitorOf(folder));
    program.kill(Signal.KILL);
    program.awaitExit(Ask.LIMIT);
  }

  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Waits until the folder is gone, under whatever name. */
  static void awaitGone(FamilyFolder folder) {
    awaitNothingLike(folder.path().getFileName() + "*");
  }

  /** Waits until there is no folder that a process founded. */
  static void awaitNothingOf(long founder) {
    awaitNothingLike("mp-" + founder + "-*");
  }

  private static void awaitNothingLike(String glob) {
    Eventually.value("nothing like " + glob, SOON, () -> entriesLike(glob), List::isEmpty);
  }

  private static List<Path> entriesLike(String glob) {
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("/dev/shm"), glob)) {
      found.forEach(left::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return left;
  }
}
