package multiprocessing.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import multiprocessing.sync.Held;
import multiprocessing.sync.RLock;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** Records in shared memory, as CPython's tests of ctypes structures have them. */
@ProcessTest
class RecordTest {

  private record Point(double x, double y) {}

  private record Every(
      byte tag, double d, boolean flag, char letter, short s, int n, float f, long l) {}

  private record Small(byte tag, short s) {}

  private record Empty() {}

  private record Line(Point from, Point to, boolean dashed) {}

  private record Label(byte tag, Small small, Line line, char letter) {}

  private record HasNone(int n, Empty none) {}

  private record Endless(int n, Endless next) {}

  private record Named(String name) {}

  private record Positive(int n) {
    Positive {
      if (n < 0) {
        throw new IllegalArgumentException("negative: " + n);
      }
    }
  }

  private record Work(RecordValue<Every> value, RecordArray<Point> array) {}

  private static final Every EVERY =
      new Every((byte) -1, Math.E, true, 'ä', (short) -2, -3, 0.5f, Long.MIN_VALUE);

  /** CPython's test_sharedctypes: a child doubles all that is there. */
  @Test
  void recordsAreTheSameInAnotherProcess() throws Exception {
    Work work =
        new Work(
            Value.of(EVERY),
            Array.of(Point.class, List.of(new Point(1.875, -6.25), new Point(2, 38))));
    Crew.run(RecordTest::doubleAll, work);
    assertEquals(
        new Every((byte) -2, 2 * Math.E, false, 'å', (short) -4, -6, 1, 5), work.value.get());
    assertEquals(List.of(new Point(3.75, -12.5), new Point(4, 76)), work.array.toList());
  }

  private static void doubleAll(Work work) throws Exception {
    assertEquals(EVERY, work.value.get());
    work.value.set(new Every((byte) -2, 2 * Math.E, false, 'å', (short) -4, -6, 1, 5));
    try (Held held = work.array.hold()) {
      for (int i = 0; i < work.array.length(); i++) {
        Point point = work.array.get(i);
        work.array.set(i, new Point(2 * point.x, 2 * point.y));
      }
    }
  }

  @Test
  void layoutIsThatOfACStruct() {
    assertEquals(40, RecordLayout.of(Every.class).size());
    assertEquals(4, RecordLayout.of(Small.class).size());
    RecordArray<Small> array = Array.zeroed(Small.class, 3);
    array.set(2, new Small((byte) 7, (short) 258));
    assertEquals(12, array.bytes.capacity());
    assertEquals(7, array.bytes.get(8));
    assertEquals(258, array.bytes.getShort(10));
  }

  @Test
  void recordsInRecordsAreTheSameInAnotherProcess() throws Exception {
    Line line = new Line(new Point(1, 2), new Point(3, 4), true);
    Label label = new Label((byte) 5, new Small((byte) 6, (short) 7), line, 'ä');
    RecordArray<Label> array = Array.zeroed(Label.class, 3);
    assertEquals(new Label((byte) 0, new Small((byte) 0, (short) 0), line(0), '\0'), array.get(0));
    array.set(1, label);
    array.setSlice(2, 3, List.of(label));
    Crew.run(RecordTest::moveLines, array);
    Label moved = new Label((byte) 5, label.small, line(9), 'ä');
    assertEquals(List.of(moved, moved), array.slice(1, 3));
    RecordValue<Line> value = Value.of(line);
    assertEquals(line, value.copy().get());
    NullPointerException e =
        assertThrows(NullPointerException.class, () -> value.set(new Line(line.from, null, true)));
    assertTrue(e.getMessage().startsWith("component to of Line["), e.getMessage());
    assertEquals(line, value.get());
  }

  private static void moveLines(RecordArray<Label> array) {
    for (int i = 1; i < array.length(); i++) {
      Label label = array.get(i);
      array.set(i, new Label(label.tag, label.small, line(9), label.letter));
    }
  }

  private static Line line(double at) {
    return new Line(new Point(at, at), new Point(at, at), false);
  }

  /** Its constructor and accessors are the user's, and may take as long as they like. */
  @Test
  void nothingOfTheUsersRunsUnderTheLock() {
    RecordValue<Slow> value = Value.of(new Slow(1));
    Slow.lock = value.getLock();
    try {
      value.set(new Slow(2));
      assertEquals(2, value.get().n());
      RecordArray<Slow> array = Array.of(Slow.class, List.of(new Slow(3))).lockedBy(Slow.lock);
      array.setSlice(0, 1, List.of(new Slow(4)));
      array.fill(array.get(0));
      assertEquals(4, array.toList().get(0).n());
      assertFalse(Slow.underLock);
    } finally {
      Slow.lock = null;
    }
  }

  private record Slow(int n) {
    private static RLock lock;
    private static boolean underLock;

    Slow {
      look();
    }

    @Override
    public int n() {
      look();
      return n;
    }

    private static void look() {
      underLock |= lock != null && lock.locked();
    }
  }

  @Test
  void rangesAreListsOfRecords() {
    RecordArray<Point> array = Array.zeroed(Point.class, 3);
    Point one = new Point(1, 2);
    array.setSlice(1, 3, List.of(one, one));
    assertEquals(List.of(new Point(0, 0), one), array.slice(0, 2));
    List<Point> seen = new ArrayList<>();
    array.forEach(seen::add);
    assertEquals(List.of(new Point(0, 0), one, one), seen);
    RecordArray<Point> copy = array.copy();
    array.fill(new Point(9, 9));
    assertEquals(seen, copy.toList());
    assertEquals(new Point(9, 9), array.get(2));
    assertThrows(IndexOutOfBoundsException.class, () -> array.get(3));
    assertThrows(IndexOutOfBoundsException.class, () -> array.set(-1, one));
    assertThrows(IllegalArgumentException.class, () -> array.setSlice(0, 2, List.of(one)));
    assertThrows(NullPointerException.class, () -> array.set(0, null));
    assertThrows(NullPointerException.class, () -> array.setSlice(0, 2, Arrays.asList(one, null)));
    assertEquals(new Point(9, 9), array.get(0));
    assertEquals("RecordArray(length=3)", array.toString());
  }

  @Test
  void unlockedIsTheSameMemoryAndCopyIsNot() {
    RecordValue<Point> value = Value.of(new Point(1, 2));
    RecordValue<Point> copy = value.copy();
    value.unlocked().set(new Point(3, 4));
    assertEquals("RecordValue(Point[x=3.0, y=4.0])", value.toString());
    assertEquals(new Point(1, 2), copy.get());
    assertFalse(value.getLock().locked());
    assertThrows(IllegalStateException.class, () -> value.unlocked().getLock());
    RecordArray<Point> array = Array.zeroed(Point.class, 1);
    array.unlocked().set(0, new Point(5, 6));
    assertEquals(new Point(5, 6), array.get(0));
  }

  @Test
  void onlyRecordsOfPrimitivesAreTaken() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Value.of(new Named("x"))).getMessage();
    assertTrue(message.startsWith("component name of "), message);
    assertThrows(IllegalArgumentException.class, () -> Array.zeroed(HasNone.class, 1));
    String endless =
        assertThrows(IllegalArgumentException.class, () -> Array.zeroed(Endless.class, 1))
            .getMessage();
    assertTrue(endless.startsWith("a record cannot contain itself"), endless);
    assertThrows(IllegalArgumentException.class, () -> Array.zeroed(Empty.class, 1));
    assertThrows(IllegalArgumentException.class, () -> Array.zeroed(Point.class, -1));
    assertThrows(IllegalArgumentException.class, () -> Array.zeroed(Point.class, 1 << 27));
  }

  @Test
  void recordThatRefusesWhatIsThereThrowsItsOwnException() {
    RecordValue<Positive> value = Value.of(new Positive(1));
    value.bytes.putInt(0, -1);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, value::get);
    assertEquals("negative: -1", e.getMessage());
    assertEquals("RecordValue(Positive[-1])", value.toString());
    assertFalse(value.getLock().locked());
  }
}
