package multiprocessing.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import multiprocessing.SerializationException;
import org.junit.jupiter.api.Test;

/** Exceptions are put in words even if they are against it. */
class WordsTest {

  @Test
  void exceptionsAreToldAsTheyTellThemselves() {
    assertEquals("java.lang.Error: here", Words.of(new Error("here")));
    assertEquals("here", Words.message(new Error("here")));
    assertNull(Words.message(new Error()));
    assertEquals("null", Words.of(null));
    assertEquals("java.lang.Error: here", Words.reason(new Error("here")));
    assertEquals("here", Words.reason(new SerializationException("here", null)));
  }

  @Test
  void oneWhoseMethodsThrowItsLikeIsToldByItsClass() {
    String name = Unspeakable.class.getName();
    Unspeakable thrown = new Unspeakable();
    assertEquals(name + " (toString() threw " + name + ")", Words.of(thrown));
    assertEquals("(getMessage() threw " + name + ")", Words.message(thrown));
    assertTrue(StackTraces.of(thrown).startsWith(name), StackTraces.of(thrown));
    assertTrue(
        ResultTrouble.of("result", thrown).getMessage().contains(name + " (toString() threw"));
  }

  @Test
  void oneThatSaysNothingIsToldByItsClass() {
    assertEquals(Mute.class.getName(), Words.of(new Mute()));
  }

  /** Throws another one whatever it is asked. */
  static class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new Unspeakable();
    }

    @Override
    public String toString() {
      throw new Unspeakable();
    }
  }

  @SuppressWarnings({"OverrideThrowableToString", "ToStringReturnsNull"}) // that is the point
  static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      return null;
    }
  }
}
