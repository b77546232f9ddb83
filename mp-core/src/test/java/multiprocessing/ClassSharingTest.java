package multiprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.PriorityQueue;
import multiprocessing.Borrowing.AsksAChild;
import multiprocessing.Borrowing.CallsAll;
import multiprocessing.Borrowing.ChildFirst;
import multiprocessing.connection.Pipe;
import multiprocessing.function.SerializableCallable;
import multiprocessing.function.SerializableRunnable;
import multiprocessing.internal.resource.Family;
import multiprocessing.testkit.Eventually;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child gets classes that only its parent's own class loaders can see. */
@ProcessTest
class ClassSharingTest {
  private static final String CALLABLE =
      " implements multiprocessing.function.SerializableCallable<String> ";

  private static final String LINGER = "multiprocessing.forkserver.lingerMillis";

  @TempDir private Path folder;

  @AfterEach
  void asBefore() {
    System.clearProperty(LINGER);
    Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
  }

  @Test
  void taskAndWhatItNeedsComeFromTheParent() throws Exception {
    Path classes =
        Compiled.into(
            folder.resolve("classes"),
            "package demo; public class Task"
                + CALLABLE
                + "{ public String call() {"
                + " return Helper.says() + \", \" + getClass().getPackage().getName(); } }",
            "package demo; class Helper { static String says() { return \"helped\"; } }");
    try (URLClassLoader loader = Compiled.loader(classes)) {
      assertEquals("helped, demo", Ask.child(Compiled.task(loader, "demo.Task")));
    }
  }

  @Test
  void lambdaOfAServedClassRuns() throws Exception {
    try (URLClassLoader loader = Compiled.loader(lambdaMaker())) {
      SerializableCallable<String> task = lambda(loader, "hello");
      assertEquals("hello from a lambda", Ask.child(task));
    }
  }

  @Test
  void lambdaInsideWhatOnlyJavaSerializationCarriesRuns() throws Exception {
    try (URLClassLoader loader = Compiled.loader(lambdaMaker())) {
      SerializableCallable<String> task = lambda(loader, "hello");
      PriorityQueue<SerializableCallable<String>> jdks = new PriorityQueue<>(List.of(task));
      assertEquals("hello from a lambda", Ask.child(() -> jdks.remove().call()));
    }
  }

  private Path lambdaMaker() throws Exception {
    return Compiled.into(
        folder.resolve("classes"),
        "package demo; public class Maker { public static"
            + " multiprocessing.function.SerializableCallable<String> make(String word) {"
            + " return () -> word + \" from a lambda\"; } }");
  }

  @SuppressWarnings("unchecked") // the source says so
  private static SerializableCallable<String> lambda(ClassLoader loader, String word)
      throws ReflectiveOperationException {
    return (SerializableCallable<String>)
        loader.loadClass("demo.Maker").getMethod("make", String.class).invoke(null, word);
  }

  @Test
  void classesOfOneNameFromTwoLoadersAreNotMixedUp() throws Exception {
    try (URLClassLoader one = Compiled.loader(taskThatSays("one"));
        URLClassLoader two = Compiled.loader(taskThatSays("two"))) {
      Thread.currentThread().setContextClassLoader(one);
      List<SerializableCallable<String>> both =
          List.of(Compiled.task(one, "demo.Task"), Compiled.task(two, "demo.Task"));
      assertEquals("one, two", Ask.child(new CallsAll(both)));
    }
  }

  @Test
  void classOfTheClassPathIsNotTakenForOneOfItsNameInTheContext() throws Exception {
    Path classes =
        Compiled.into(
            folder.resolve("classes"),
            "package multiprocessing; class Borrowing { static class Word {"
                + " public String toString() { return \"in the context\"; } } }");
    try (ChildFirst context = new ChildFirst(classes.toUri().toURL(), "multiprocessing.Borr")) {
      Thread.currentThread().setContextClassLoader(context);
      Borrowing.Word word = new Borrowing.Word();
      assertEquals("on the class path", Ask.child(word::toString));
    }
  }

  @Test
  void loaderThatLooksAtItselfFirstIsObeyed() throws Exception {
    Path classes =
        Compiled.into(
            folder.resolve("classes"),
            "package org.junit.jupiter.api; public class Test"
                + CALLABLE
                + "{ public String call() { return \"the loader's own\"; } }");
    String name = "org.junit.jupiter.api.Test"; // which is on the class path too
    try (ChildFirst loader = new ChildFirst(classes.toUri().toURL(), name)) {
      assertEquals("the loader's own", Ask.child(Compiled.task(loader, name)));
    }
  }

  @Test
  void objectComesBackAsTheClassThatItWas() throws Exception {
    Path classes =
        Compiled.into(
            folder.resolve("classes"), "package demo; public record Point(int x, int y) {}");
    try (URLClassLoader loader = Compiled.loader(classes);
        Pipe pipe = Pipe.open()) {
      Object point =
          loader.loadClass("demo.Point").getConstructor(int.class, int.class).newInstance(1, 2);
      Process echo = new Process(Borrowing::echo, pipe.second());
      echo.start();
      pipe.first().send(point);
      Object back = pipe.first().recv();
      assertSame(point.getClass(), back.getClass());
      assertEquals(point, back);
      assertEquals(0, Ask.end(echo));
    }
  }

  @Test
  void grandchildGetsThemToo() throws Exception {
    try (URLClassLoader loader = Compiled.loader(taskThatSays("far away"))) {
      SerializableCallable<String> task = Compiled.task(loader, "demo.Task");
      assertEquals("far away", Ask.child(new AsksAChild(task)));
    }
  }

  @Test
  void contextClassLoaderIsThatOfTheStartingThread() throws Exception {
    Path classes = taskThatSays("by name");
    Files.writeString(classes.resolve("word.txt"), "a word");
    try (URLClassLoader loader = Compiled.loader(classes)) {
      Thread.currentThread().setContextClassLoader(loader);
      assertEquals("by name", Ask.child(Borrowing::callsByName));
      assertEquals("a word, 1, null", Ask.child(Borrowing::readsResources));
    }
  }

  @Test
  void classKeptInMemoryIsServedFromThere() throws Exception {
    byte[] file = Files.readAllBytes(taskThatSays("from memory").resolve("demo/Task.class"));
    ClassLoader loader = new Borrowing.InMemory(file, true);
    assertEquals("from memory", Ask.child(Compiled.task(loader, "demo.Task")));
  }

  @Test
  void interruptedThreadGetsItsClassesAndStaysInterrupted() throws Exception {
    Path classes =
        Compiled.into(
            folder.resolve("classes"),
            "package demo; public class Task"
                + CALLABLE
                + "{ public String call() { Thread.currentThread().interrupt();"
                + " return Helper.says() + \" \" + Thread.interrupted(); } }",
            "package demo; class Helper { static String says() { return \"helped\"; } }");
    try (URLClassLoader loader = Compiled.loader(classes)) {
      assertEquals("helped true", Ask.child(Compiled.task(loader, "demo.Task")));
    }
  }

  @Test
  void loaderIsFreeAndTheServerGoneWhenTheChildIs() throws Exception {
    System.setProperty(LINGER, "500"); // standbys, too, know the class of the last task
    WeakReference<ClassLoader> loader = new WeakReference<>(usedLoader());
    Eventually.until(
        "the class loader is collected",
        Ask.LIMIT,
        () -> {
          System.gc();
          return loader.get() == null;
        });
    Eventually.until("no thread serves classes", Ask.LIMIT, () -> !servesClasses());
    try (var files = Files.list(Family.current().folder())) {
      assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("classes-")));
    }
  }

  private ClassLoader usedLoader() throws Exception {
    try (URLClassLoader loader = Compiled.loader(taskThatSays("once"))) {
      Thread.currentThread().setContextClassLoader(loader);
      assertEquals("once", Ask.child(Compiled.task(loader, "demo.Task")));
      Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
      return loader;
    }
  }

  @Test
  void serverIsThereOnlyWhereTheClassPathIsNotEnough() throws Exception {
    assertFalse(servesWhileRunning(() -> Thread.sleep(60_000)));
    Path classes =
        Compiled.into(
            folder.resolve("classes"),
            "package demo; public class Waits implements"
                + " multiprocessing.function.SerializableRunnable {"
                + " public void call() throws Exception { Thread.sleep(60_000); } }");
    try (URLClassLoader loader = Compiled.loader(classes)) {
      assertTrue(
          servesWhileRunning(
              (SerializableRunnable)
                  loader.loadClass("demo.Waits").getConstructor().newInstance()));
    }
  }

  private static boolean servesWhileRunning(SerializableRunnable task) throws Exception {
    Process waits = new Process(task);
    waits.start();
    boolean serves = servesClasses();
    waits.kill();
    assertEquals(-9, Ask.end(waits));
    return serves;
  }

  private static boolean servesClasses() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("mp-class"));
  }

  /** A folder with the class demo.Task, which says a word. */
  private Path taskThatSays(String word) throws Exception {
    return Compiled.into(
        folder.resolve(word.replace(' ', '-')),
        "package demo; public class Task"
            + CALLABLE
            + "{ public String call() { return \""
            + word
            + "\"; } }");
  }
}
