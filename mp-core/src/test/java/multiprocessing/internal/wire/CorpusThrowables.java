package multiprocessing.internal.wire;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import multiprocessing.ProcessException;
import multiprocessing.SerializationException;

/** Exceptions and errors, with all that hangs on them. */
final class CorpusThrowables {
  private CorpusThrowables() {}

  static void addTo(List<Sample> all) {
    all.add(thrown("RuntimeException", new RuntimeException("m")));
    all.add(thrown("exception without message", new IllegalStateException()));
    all.add(thrown("cause chain", new IOException("m", new IllegalStateException("c"))));
    all.add(thrown("Error", new StackOverflowError("m")));
    all.add(thrown("AssertionError", new AssertionError("m")));
    all.add(thrown("ExecutionException", new ExecutionException("m", new Exception("c"))));
    all.add(thrown("CompletionException", new CompletionException(new Exception("c"))));
    all.add(thrown("TimeoutException", new TimeoutException("m")));
    all.add(thrown("FileNotFoundException", new FileNotFoundException("f")));
    all.add(thrown("UncheckedIOException", new UncheckedIOException(new IOException("c"))));
    all.add(thrown("ClassNotFoundException", new ClassNotFoundException("n")));
    all.add(thrown("ArithmeticException of the JVM", byTheJvm()));
    all.add(thrown("ProcessException", new ProcessException("m")));
    all.add(thrown("SerializationException", new SerializationException("m", null)));
    all.add(
        Sample.seen(
            "FileSystemException",
            new FileSystemException("a", "b", "reason"),
            e -> List.of(e.getFile(), e.getOtherFile(), e.getReason())));
    all.add(
        Sample.seen("NoSuchFileException", new NoSuchFileException("a"), Throwable::getMessage));
    addOdd(all);
    addCycles(all);
  }

  private static Sample thrown(String name, Throwable value) {
    return Sample.seen(name, value, CorpusThrowables::view);
  }

  private static List<Object> view(Throwable thrown) {
    List<Object> seen = new ArrayList<>();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      seen.add(t.getClass());
      seen.add(t.getMessage());
      seen.add(Arrays.asList(t.getStackTrace()));
      seen.add(t.getSuppressed().length);
    }
    return seen;
  }

  @SuppressWarnings("DivZero") // the JVM's own exception is wanted
  private static ArithmeticException byTheJvm() {
    try {
      throw new IllegalStateException(String.valueOf(1 / Integer.parseInt("0")));
    } catch (ArithmeticException e) {
      return e;
    }
  }

  private static void addOdd(List<Sample> all) {
    all.add(thrown("exception that decorates its message", new Decorated("raw", 1)));
    all.add(Sample.seen("exception with own fields", new Decorated("raw", 7), e -> e.code.value));
    all.add(thrown("anonymous exception", anonymous("m")));
    RuntimeException suppressing = new RuntimeException("m");
    suppressing.addSuppressed(new IOException("s", new Exception("c")));
    all.add(
        Sample.seen(
            "suppressed exceptions",
            suppressing,
            e -> e.getSuppressed()[0].getCause().getMessage()));
    all.add(thrown("exception without stack trace", new Traceless()));
    RuntimeException deep = new RuntimeException("0");
    for (int i = 1; i < 200; i++) {
      deep = new RuntimeException(Integer.toString(i), deep);
    }
    all.add(thrown("cause chain of 200", deep));
  }

  private static RuntimeException anonymous(String message) {
    return new RuntimeException(message) {
      private static final long serialVersionUID = 1;

      @Override
      public String getMessage() {
        return "anonymous";
      }
    };
  }

  private static void addCycles(List<Sample> all) {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);
    all.add(Sample.holds("cyclic causes", first, e -> e.getCause().getCause() == e));
    Exception one = new Exception("one");
    Exception other = new Exception("other");
    one.addSuppressed(other);
    other.addSuppressed(one);
    all.add(
        Sample.holds("cyclic suppressed", one, e -> e.getSuppressed()[0].getSuppressed()[0] == e));
    Failed failed = new Failed();
    failed.job = new Job();
    failed.job.failure = failed;
    all.add(Sample.holds("exception and user object", failed, e -> e.job.failure == e));
    all.add(Sample.holds("user object and exception", failed.job, j -> j.failure.job == j));
    Object[] shared = {second, first};
    all.add(
        Sample.holds(
            "exception and its cause, both sent",
            shared,
            a -> ((Exception) a[0]).getCause() == a[1]));
    Object[] mixed = {failed.job, failed};
    all.add(Sample.holds("shared with an exception", mixed, a -> ((Failed) a[1]).job == a[0]));
  }

  static final class Decorated extends RuntimeException {
    private static final long serialVersionUID = 1;
    final transient Object gone = new Object();

    @SuppressWarnings("serial") // a user's field that is not serializable must travel as well
    final UserTypes.NoDefault code;

    Decorated(String message, int code) {
      super(message);
      this.code = new UserTypes.NoDefault(code);
    }

    @Override
    public String getMessage() {
      return "[" + super.getMessage() + "] " + code.value;
    }
  }

  static final class Traceless extends RuntimeException {
    private static final long serialVersionUID = 1;

    Traceless() {
      super("m", null, false, false);
    }
  }

  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // a user's field that is not serializable must travel as well
    Job job;
  }

  static final class Job {
    Failed failure;
  }
}
