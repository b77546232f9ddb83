package multiprocessing.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import multiprocessing.Process;
import multiprocessing.connection.Connection;
import multiprocessing.connection.Pipe;
import multiprocessing.sync.Held;
import multiprocessing.sync.Lock;
import multiprocessing.sync.OwnerDiedException;
import multiprocessing.sync.RLock;
import multiprocessing.testkit.ProcessTest;
import org.junit.jupiter.api.Test;

/** Values of all types, as CPython's tests have them, and with deaths. */
@ProcessTest
class ValueTest {
  private static final int ROUNDS = 5_000;

  private record All(
      IntValue anInt,
      LongValue aLong,
      DoubleValue aDouble,
      FloatValue aFloat,
      ShortValue aShort,
      ByteValue aByte,
      CharValue aChar,
      BooleanValue aBoolean) {}

  private static All all() {
    return new All(
        Value.ofInt(-7),
        Value.ofLong(Long.MIN_VALUE),
        Value.ofDouble(Math.PI),
        Value.ofFloat(-0.5f),
        Value.ofShort((short) -2),
        Value.ofByte((byte) -3),
        Value.ofChar('\uffff'),
        Value.ofBoolean(true));
  }

  @Test
  void everyTypeIsTheSameInAnotherProcess() throws Exception {
    All all = all();
    Crew.run(ValueTest::checkAndReplace, all);
    assertEquals(Integer.MAX_VALUE, all.anInt.get());
    assertEquals(1L << 40, all.aLong.get());
    assertEquals(Double.MIN_VALUE, all.aDouble.get());
    assertEquals(Float.MAX_VALUE, all.aFloat.get());
    assertEquals(Short.MIN_VALUE, all.aShort.get());
    assertEquals(Byte.MAX_VALUE, all.aByte.get());
    assertEquals('ä', all.aChar.get());
    assertFalse(all.aBoolean.get());
  }

  private static void checkAndReplace(All all) {
    assertEquals(-7, all.anInt.get());
    assertEquals(Long.MIN_VALUE, all.aLong.get());
    assertEquals(Math.PI, all.aDouble.get());
    assertEquals(-0.5f, all.aFloat.get());
    assertEquals(-2, all.aShort.get());
    assertEquals(-3, all.aByte.get());
    assertEquals('\uffff', all.aChar.get());
    assertTrue(all.aBoolean.get());
    all.anInt.set(Integer.MAX_VALUE);
    all.aLong.set(1L << 40);
    all.aDouble.set(Double.MIN_VALUE);
    all.aFloat.set(Float.MAX_VALUE);
    all.aShort.set(Short.MIN_VALUE);
    all.aByte.set(Byte.MAX_VALUE);
    all.aChar.set('ä');
    all.aBoolean.set(false);
  }

  @Test
  void everyTypeTravelsThroughAConnectionAndWithoutItsLock() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      IntValue sent = Value.ofInt(1).unlocked();
      pipe.first().send(sent);
      IntValue received = (IntValue) pipe.second().recv();
      assertNotSame(sent, received);
      received.set(2);
      assertEquals(2, sent.get());
      assertThrows(IllegalStateException.class, received::getLock);
    }
  }

  @Test
  void addingIsOneStepWithoutTheLock() throws Exception {
    All all = all();
    all.anInt.set(0);
    all.aLong.set(0);
    all.aDouble.set(0);
    all.aFloat.set(0);
    all.aShort.set((short) 0);
    all.aByte.set((byte) 0);
    all.aChar.set((char) 0);
    Crew.run(3, ValueTest::addToAll, all);
    assertEquals(3 * ROUNDS, all.anInt.get());
    assertEquals(-3 * ROUNDS, all.aLong.get());
    assertEquals(3 * ROUNDS / 2.0, all.aDouble.get());
    assertEquals(3 * ROUNDS, all.aFloat.get());
    assertEquals((short) (3 * ROUNDS), all.aShort.get());
    assertEquals((byte) (3 * ROUNDS), all.aByte.get());
    assertEquals((char) (3 * ROUNDS), all.aChar.get());
  }

  private static void addToAll(All all) {
    for (int i = 0; i < ROUNDS; i++) {
      all.anInt.addAndGet(1);
      all.aLong.getAndAdd(-1);
      all.aDouble.addAndGet(0.5);
      all.aFloat.getAndAdd(1);
      all.aShort.addAndGet(1);
      all.aByte.getAndAdd(1);
      all.aChar.addAndGet(1);
    }
  }

  @Test
  void addingReturnsTheSumOrWhatWasBefore() {
    assertEquals(Integer.MIN_VALUE, Value.ofInt(Integer.MAX_VALUE).addAndGet(1));
    assertEquals(5, Value.ofLong(5).getAndAdd(1));
    assertEquals(6, Value.ofLong(5).addAndGet(1));
    assertEquals(Short.MIN_VALUE, Value.ofShort(Short.MAX_VALUE).addAndGet(1));
    assertEquals(Byte.MAX_VALUE, Value.ofByte(Byte.MIN_VALUE).addAndGet(-1));
    assertEquals('b', Value.ofChar('a').addAndGet(1));
    assertEquals(0.25f, Value.ofFloat(0.25f).getAndAdd(1));
    assertEquals(1.25, Value.ofDouble(0.25).addAndGet(1));
  }

  @Test
  void onlyTheExpectedValueIsReplaced() {
    All all = all();
    assertFalse(all.anInt.compareAndSet(7, 8));
    assertTrue(all.anInt.compareAndSet(-7, 8));
    assertTrue(all.aLong.compareAndSet(Long.MIN_VALUE, 0));
    assertTrue(all.aDouble.compareAndSet(Math.PI, Double.NaN));
    assertTrue(all.aDouble.compareAndSet(Double.NaN, 0));
    assertFalse(all.aDouble.compareAndSet(-0.0, 1));
    assertTrue(all.aFloat.compareAndSet(-0.5f, 1));
    assertTrue(all.aShort.compareAndSet((short) -2, (short) 2));
    assertTrue(all.aByte.compareAndSet((byte) -3, (byte) 3));
    assertTrue(all.aChar.compareAndSet('\uffff', 'x'));
    assertTrue(all.aBoolean.compareAndSet(true, false));
    assertEquals(8, all.anInt.get());
    assertEquals(2, all.aShort.get());
  }

  @Test
  void severalAccessesUnderTheLockAreOne() throws Exception {
    IntValue counter = Value.ofInt(0);
    Crew.run(3, ValueTest::incrementUnderTheLock, counter);
    assertEquals(3 * ROUNDS, counter.get());
    assertFalse(counter.getLock().locked());
  }

  private static void incrementUnderTheLock(IntValue counter) throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      try (Held held = counter.hold()) {
        counter.set(counter.get() + 1);
      }
    }
  }

  @Test
  void accessWaitsForWhoHoldsTheLock() throws Exception {
    IntValue value = Value.ofInt(1);
    CountDownLatch read = new CountDownLatch(1);
    Thread reader =
        new Thread(
            () -> {
              int ignored = value.get();
              read.countDown();
            });
    try (Held held = value.getLock().hold()) {
      reader.start();
      assertFalse(read.await(100, TimeUnit.MILLISECONDS));
      assertEquals(1, value.unlocked().get());
      assertEquals(3, value.addAndGet(2));
    }
    assertTrue(read.await(30, TimeUnit.SECONDS));
    reader.join();
  }

  @Test
  void unlockedIsTheSameMemoryWithoutALock() {
    LongValue value = Value.ofLong(1);
    LongValue raw = value.unlocked();
    raw.set(2);
    assertEquals(2, value.get());
    String message = assertThrows(IllegalStateException.class, raw::getLock).getMessage();
    assertTrue(message.contains("LongValue(2)"), message);
    assertThrows(IllegalStateException.class, raw::hold);
  }

  /** CPython's test_getobj_getlock: a lock of one's own, which guards several. */
  @Test
  void lockOfTheCallersGuardsAllThatHasIt() throws Exception {
    RLock lock = new RLock();
    IntValue value = Value.ofInt(5).lockedBy(lock);
    LongArray array = Array.ofLongs(1, 2).lockedBy(lock);
    assertSame(lock, value.getLock());
    assertSame(lock, array.getLock());
    try (Held held = lock.hold()) {
      assertEquals(5, value.get());
      array.set(0, 3);
    }
    Crew.run(3, ValueTest::addToBoth, new Both(value, array));
    assertEquals(5 + 3 * ROUNDS, value.get());
    assertEquals(3 + 3 * ROUNDS, array.get(0));
    assertFalse(lock.locked());
    assertThrows(NullPointerException.class, () -> value.lockedBy((RLock) null));
  }

  private record Both(IntValue value, LongArray array) {}

  private static void addToBoth(Both both) throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      try (Held held = both.value.hold()) {
        both.array.set(0, both.array.get(0) + 1);
        both.value.set(both.value.get() + 1);
      }
    }
  }

  @Test
  void lockThatIsNotRecursiveGuardsToo() throws Exception {
    Lock lock = new Lock();
    DoubleValue value = Value.ofDouble(1).lockedBy(lock);
    try (Held held = value.hold()) {
      assertTrue(lock.locked());
      assertFalse(lock.tryAcquire());
      value.set(value.get() + 1);
    }
    CountDownLatch read = new CountDownLatch(1);
    Thread reader =
        new Thread(
            () -> {
              double ignored = value.get();
              read.countDown();
            });
    try (Held held = lock.hold()) {
      reader.start();
      assertFalse(read.await(100, TimeUnit.MILLISECONDS));
    }
    assertTrue(read.await(30, TimeUnit.SECONDS));
    reader.join();
    value.getLock().acquire();
    lock.release(); // anybody may
    assertFalse(value.getLock().isHeldByCurrentThread());
    lock.acquire();
    assertFalse(value.getLock().isHeldByCurrentThread());
    lock.release();
    assertEquals(2, value.get());
  }

  @Test
  void copyIsIndependent() {
    DoubleValue value = Value.ofDouble(1.5);
    DoubleValue copy = value.copy();
    value.set(2);
    assertEquals(1.5, copy.get());
    assertNotSame(value.getLock(), copy.getLock());
    assertThrows(IllegalStateException.class, () -> value.unlocked().copy().getLock());
  }

  @Test
  void textSaysTypeAndValue() {
    All all = all();
    assertEquals("IntValue(-7)", all.anInt.toString());
    assertEquals("BooleanValue(true)", all.aBoolean.toString());
    assertEquals("ByteValue(-3)", all.aByte.toString());
    assertEquals("DoubleValue(3.141592653589793)", all.aDouble.toString());
  }

  /** CPython's heap, test_free_from_gc: what is forgotten is freed beside what is made. */
  @Test
  void thousandsOfForgottenValuesAreFreed() {
    int sum = 0;
    for (int i = 0; i < 3_000; i++) {
      sum += Value.ofInt(1).get();
      if (i % 500 == 499) {
        System.gc();
      }
    }
    assertEquals(3_000, sum);
  }

  @Test
  void interruptedThreadStillReadsAndWrites() {
    IntValue value = Value.ofInt(1);
    Thread.currentThread().interrupt();
    value.set(2);
    assertEquals(2, value.get());
    assertEquals(3, Value.ofInt(3).get());
    assertTrue(Thread.interrupted());
  }

  @Test
  void accessAfterTheDeathOfAHolderThrowsUntilSomebodyRecovers() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Holding holding = new Holding(Value.ofInt(7), pipe.second());
      Process holder = Crew.start(ValueTest::holdForEver, holding);
      assertEquals("held", pipe.first().recv());
      holder.kill();
      assertEquals(-9, Crew.end(holder));
      IntValue value = holding.value;
      OwnerDiedException e = assertThrows(OwnerDiedException.class, value::get);
      assertEquals(holder.pid().orElseThrow(), e.pid());
      assertThrows(OwnerDiedException.class, () -> value.set(1));
      assertEquals(8, value.unlocked().get());
      value.getLock().recover();
      assertEquals(8, value.get());
      value.getLock().release();
      assertEquals(8, value.get());
      assertFalse(value.getLock().locked());
    }
  }

  private record Holding(IntValue value, Connection told) {}

  private static void holdForEver(Holding holding) throws Exception {
    holding.value.getLock().acquire();
    holding.value.set(8);
    holding.told.send("held");
    new CountDownLatch(1).await();
  }
}
