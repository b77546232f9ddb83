package multiprocessing.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import multiprocessing.connection.Pipe;
import multiprocessing.sync.Held;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** Arrays of all types, as CPython's tests have them. */
@ProcessTest
class ArrayTest {

  private record All(
      IntArray ints,
      LongArray longs,
      DoubleArray doubles,
      FloatArray floats,
      ShortArray shorts,
      ByteArray bytes,
      CharArray chars,
      BooleanArray booleans,
      StringArray text) {}

  @Test
  void everyTypeIsTheSameInAnotherProcess() throws Exception {
    All all =
        new All(
            Array.ofInts(1, -2),
            Array.ofLongs(1, Long.MIN_VALUE),
            Array.ofDoubles(1, -2.5),
            Array.ofFloats(1, -2.5f),
            Array.ofShorts((short) 1, (short) -2),
            Array.ofBytes((byte) 1, (byte) -2),
            Array.ofChars('a', '\uffff'),
            Array.ofBooleans(true, false),
            Array.ofString("grüß", 20));
    Crew.run(ArrayTest::checkAndReverse, all);
    assertArrayEquals(new int[] {-2, 1}, all.ints.toArray());
    assertArrayEquals(new long[] {Long.MIN_VALUE, 1}, all.longs.toArray());
    assertArrayEquals(new double[] {-2.5, 1}, all.doubles.toArray());
    assertArrayEquals(new float[] {-2.5f, 1}, all.floats.toArray());
    assertArrayEquals(new short[] {-2, 1}, all.shorts.toArray());
    assertArrayEquals(new byte[] {-2, 1}, all.bytes.toArray());
    assertArrayEquals(new char[] {'\uffff', 'a'}, all.chars.toArray());
    assertArrayEquals(new boolean[] {false, true}, all.booleans.toArray());
    assertEquals("grüß dich", all.text.value());
  }

  private static void checkAndReverse(All all) {
    int first = all.ints.get(0);
    all.ints.set(0, all.ints.get(1));
    all.ints.set(1, first);
    all.longs.setSlice(0, 2, all.longs.get(1), all.longs.get(0));
    all.doubles.setSlice(0, 2, all.doubles.get(1), all.doubles.get(0));
    all.floats.setSlice(0, 2, all.floats.get(1), all.floats.get(0));
    all.shorts.setSlice(0, 2, all.shorts.get(1), all.shorts.get(0));
    all.bytes.setSlice(0, 2, all.bytes.get(1), all.bytes.get(0));
    all.chars.setSlice(0, 2, all.chars.get(1), all.chars.get(0));
    all.booleans.setSlice(0, 2, all.booleans.get(1), all.booleans.get(0));
    all.text.setValue(all.text.value() + " dich");
  }

  /** CPython's test_array: a child makes running sums in place. */
  @Test
  void sumsThatAChildMakesInPlaceAreSeen() throws Exception {
    int[] values = {680, 626, 934, 821, 150, 233, 548, 982, 714, 831};
    IntArray array = Array.ofInts(values);
    assertEquals(values.length, array.length());
    assertEquals(821, array.get(3));
    assertArrayEquals(new int[] {934, 821, 150, 233, 548}, array.slice(2, 7));
    array.setSlice(4, 8, 1, 2, 3, 4);
    for (int i = 4; i < 8; i++) {
      values[i] = i - 3;
    }
    for (IntArray shared : List.of(array, array.unlocked())) {
      for (int i = 1; i < values.length; i++) {
        values[i] += values[i - 1];
      }
      Crew.run(ArrayTest::sumUp, shared);
      assertArrayEquals(values, array.toArray());
    }
  }

  private static void sumUp(IntArray array) {
    for (int i = 1; i < array.length(); i++) {
      array.set(i, array.get(i) + array.get(i - 1));
    }
  }

  @Test
  void zeroedOnesAreZero() {
    assertArrayEquals(new int[10], Array.zeroedInts(10).toArray());
    assertArrayEquals(new long[3], Array.zeroedLongs(3).toArray());
    assertArrayEquals(new double[3], Array.zeroedDoubles(3).toArray());
    assertArrayEquals(new float[3], Array.zeroedFloats(3).toArray());
    assertArrayEquals(new short[3], Array.zeroedShorts(3).toArray());
    assertArrayEquals(new byte[3], Array.zeroedBytes(3).toArray());
    assertArrayEquals(new char[3], Array.zeroedChars(3).toArray());
    assertArrayEquals(new boolean[3], Array.zeroedBooleans(3).toArray());
    assertEquals(0, Array.zeroedInts(0).length());
    assertFalse(Array.zeroedInts(0).iterator().hasNext());
  }

  @Test
  void wrongIndexIsNamedWithTheLength() {
    LongArray array = Array.zeroedLongs(3);
    String message = assertThrows(IndexOutOfBoundsException.class, () -> array.get(3)).getMessage();
    assertTrue(message.contains("3"), message);
    for (int wrong : new int[] {-1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      String text =
          assertThrows(IndexOutOfBoundsException.class, () -> array.set(wrong, 1)).getMessage();
      assertTrue(text.contains(wrong + " out of bounds for length 3"), text);
      assertThrows(IndexOutOfBoundsException.class, () -> array.addAndGet(wrong, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> array.compareAndSet(wrong, 0, 1));
    }
    long[] four = new long[4];
    assertThrows(IndexOutOfBoundsException.class, () -> array.get(0, four, 0, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> array.set(0, four, 3, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> array.slice(2, 1));
    assertThrows(IllegalArgumentException.class, () -> array.setSlice(0, 2, 1));
    assertArrayEquals(new long[3], array.toArray());
  }

  @Test
  void wrongLengthIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Array.zeroedInts(-1));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Array.zeroedLongs(1 << 28)).getMessage();
    assertTrue(message.contains("2147483648 bytes"), message);
  }

  @Test
  void rangesAreCopiedBothWays() {
    DoubleArray array = Array.zeroedDoubles(5);
    array.set(1, new double[] {9, 1, 2, 3, 9}, 1, 3);
    assertArrayEquals(new double[] {0, 1, 2, 3, 0}, array.toArray());
    double[] to = new double[4];
    array.get(2, to, 1, 2);
    assertArrayEquals(new double[] {0, 2, 3, 0}, to);
    BooleanArray flags = Array.zeroedBooleans(4);
    flags.set(1, new boolean[] {true, true}, 0, 2);
    assertArrayEquals(new boolean[] {true, true, false}, flags.slice(1, 4));
  }

  @Test
  void fillReachesTheLastElement() {
    ShortArray shorts = Array.zeroedShorts(10_001);
    shorts.fill((short) -1);
    for (short one : shorts.toArray()) {
      assertEquals(-1, one);
    }
    BooleanArray booleans = Array.zeroedBooleans(3);
    booleans.fill(true);
    assertArrayEquals(new boolean[] {true, true, true}, booleans.toArray());
    Array.zeroedChars(0).fill('x');
  }

  @Test
  void elementsAreIteratedInOrder() {
    List<Integer> seen = new ArrayList<>();
    for (int one : Array.ofInts(3, 1, 2)) {
      seen.add(one);
    }
    assertEquals(List.of(3, 1, 2), seen);
    Iterator<Character> one = Array.ofChars('x').iterator();
    assertEquals('x', one.next());
    assertThrows(NoSuchElementException.class, one::next);
  }

  @Test
  void addingToAnElementIsOneStep() throws Exception {
    IntArray array = Array.zeroedInts(2);
    Crew.run(3, ArrayTest::add, array);
    assertArrayEquals(new int[] {0, 15_000}, array.toArray());
    assertTrue(array.compareAndSet(0, 0, 4));
    assertFalse(array.compareAndSet(0, 0, 5));
    assertEquals(4, array.get(0));
    assertEquals(3, Array.ofLongs(1).addAndGet(0, 2));
  }

  private static void add(IntArray array) {
    for (int i = 0; i < 5_000; i++) {
      int ignored = array.addAndGet(1, 1);
    }
  }

  @Test
  void unlockedIsTheSameMemoryWithoutALock() throws Exception {
    ByteArray array = Array.zeroedBytes(2);
    array.unlocked().set(1, (byte) 5);
    assertEquals(5, array.get(1));
    String message =
        assertThrows(IllegalStateException.class, () -> array.unlocked().getLock()).getMessage();
    assertTrue(message.contains("ByteArray(length=2)"), message);
    try (Held held = array.hold()) {
      assertTrue(array.getLock().locked());
      assertEquals(5, array.get(1));
    }
  }

  @Test
  void copyIsIndependent() {
    FloatArray array = Array.ofFloats(1, 2);
    FloatArray copy = array.copy();
    array.fill(3);
    assertArrayEquals(new float[] {1, 2}, copy.toArray());
  }

  @Test
  void bytesHaveAValueThatEndsWithZero() {
    ByteArray array = Array.zeroedBytes(10);
    array.setValue((byte) 'a', (byte) 'b', (byte) 'c');
    assertArrayEquals(new byte[] {'a', 'b', 'c'}, array.value());
    array.setValue((byte) 'x');
    assertArrayEquals(new byte[] {'x'}, array.value());
    assertArrayEquals(new byte[] {'x', 0, 'c', 0, 0, 0, 0, 0, 0, 0}, array.raw());
    array.setValue(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    assertEquals(10, array.value().length);
    String message =
        assertThrows(IllegalArgumentException.class, () -> array.setValue(new byte[11]))
            .getMessage();
    assertEquals("value is too long: 11 bytes, and there is room for 10", message);
  }

  @Test
  void textHasTheRoomThatWasAskedFor() throws Exception {
    StringArray text = Array.ofString("grüß");
    assertEquals(6, text.length());
    assertEquals("grüß", text.value());
    assertThrows(IllegalArgumentException.class, () -> text.setValue("grüße"));
    assertEquals("grüß", text.value());
    text.setValue("");
    assertEquals("", text.value());
    assertEquals(6, text.raw().length);
    assertThrows(IllegalArgumentException.class, () -> Array.ofString("ab", 1));
    String half =
        assertThrows(IllegalArgumentException.class, () -> text.setValue("\ud83d")).getMessage();
    assertEquals("text cannot be UTF-8: it has one half of a surrogate pair", half);
    text.setValue("\ud83d\ude00");
    StringArray copy = text.copy();
    text.setValue("x");
    assertEquals("\ud83d\ude00", copy.value());
    assertEquals(6, copy.length());
    try (Pipe pipe = Pipe.open()) {
      pipe.first().send(text);
      ((StringArray) pipe.second().recv()).setValue("hier");
      assertEquals("hier", text.unlocked().value());
    }
  }
}
