package multiprocessing;

/** The application of {@link FrozenAppTest}; needs nothing but the library. */
public final class FrozenMain {
  private FrozenMain() {}

  /** Runs the scenario that is named by the first argument. */
  public static void main(String[] args) throws InterruptedException {
    if (!"true".equals(System.getenv("FORGETS"))) {
      Multiprocessing.freezeSupport(args);
    }
    switch (args[0]) {
      case "greets" -> greets(args[1]);
      case "fails" -> fails();
      case "option" -> Process.builder().jvmOptions(args[1]).target(() -> {}).start();
      default -> starts();
    }
    System.out.println("end of main");
  }

  private static void greets(String to) throws InterruptedException {
    Process process =
        Process.builder()
            .jvmOptions("-Dgreeting=hello")
            .target(FrozenMain::greetsWhenMainIsOver, to)
            .start();
    process.join();
    System.out.println(process.name() + " " + process.exitCode().orElseThrow());
    Process grandparent =
        new Process(
            () -> {
              Process child = new Process(() -> System.exit(5));
              child.start();
              child.join();
              System.exit(child.exitCode().orElseThrow() + 1);
            });
    grandparent.start();
    grandparent.join();
    System.out.println(grandparent.exitCode().orElseThrow());
  }

  private static void greetsWhenMainIsOver(String to) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
    Thread main = Thread.currentThread();
    Thread rest =
        new Thread(
            () -> {
              while (main.getState() != Thread.State.WAITING) {
                Thread.onSpinWait(); // until main waits for this thread
              }
              System.out.println(System.getProperty("greeting") + " " + to);
            });
    rest.start();
  }

  private static void fails() throws InterruptedException {
    Process process =
        new Process(
            () -> {
              throw new IllegalStateException("as told");
            });
    process.start();
    process.join();
    System.out.println(process.exitCode().orElseThrow());
  }

  private static void starts() throws InterruptedException {
    Process process = new Process(() -> System.out.println("never"));
    process.start();
    process.join();
    System.out.println(process.startFailure().orElseThrow().getMessage().lines().findFirst().get());
  }
}
