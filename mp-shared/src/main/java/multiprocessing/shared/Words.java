package multiprocessing.shared;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Single words of shared memory, at offsets in bytes that are multiples of their size. */
final class Words {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle CHAR = view(char[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);

  private Words() {}

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteBufferViewVarHandle(array, ByteOrder.nativeOrder());
  }

  /** There is no view of single bytes: a fence does the same. */
  static byte getByteAcquire(ByteBuffer bytes, int offset) {
    byte value = bytes.get(offset);
    VarHandle.acquireFence();
    return value;
  }

  static void setByteRelease(ByteBuffer bytes, int offset, byte value) {
    VarHandle.releaseFence();
    bytes.put(offset, value);
  }

  static short getShortAcquire(ByteBuffer bytes, int offset) {
    return (short) SHORT.getAcquire(bytes, offset);
  }

  static void setShortRelease(ByteBuffer bytes, int offset, short value) {
    SHORT.setRelease(bytes, offset, value);
  }

  static char getCharAcquire(ByteBuffer bytes, int offset) {
    return (char) CHAR.getAcquire(bytes, offset);
  }

  static void setCharRelease(ByteBuffer bytes, int offset, char value) {
    CHAR.setRelease(bytes, offset, value);
  }

  static int getIntAcquire(ByteBuffer bytes, int offset) {
    return (int) INT.getAcquire(bytes, offset);
  }

  static void setIntRelease(ByteBuffer bytes, int offset, int value) {
    INT.setRelease(bytes, offset, value);
  }

  static boolean casInt(ByteBuffer bytes, int offset, int expected, int value) {
    return INT.compareAndSet(bytes, offset, expected, value);
  }

  static int getAndAddInt(ByteBuffer bytes, int offset, int delta) {
    return (int) INT.getAndAdd(bytes, offset, delta);
  }

  static long getLongAcquire(ByteBuffer bytes, int offset) {
    return (long) LONG.getAcquire(bytes, offset);
  }

  static void setLongRelease(ByteBuffer bytes, int offset, long value) {
    LONG.setRelease(bytes, offset, value);
  }

  static boolean casLong(ByteBuffer bytes, int offset, long expected, long value) {
    return LONG.compareAndSet(bytes, offset, expected, value);
  }

  static long getAndAddLong(ByteBuffer bytes, int offset, long delta) {
    return (long) LONG.getAndAdd(bytes, offset, delta);
  }

  static float getFloatAcquire(ByteBuffer bytes, int offset) {
    return (float) FLOAT.getAcquire(bytes, offset);
  }

  static void setFloatRelease(ByteBuffer bytes, int offset, float value) {
    FLOAT.setRelease(bytes, offset, value);
  }

  static double getDoubleAcquire(ByteBuffer bytes, int offset) {
    return (double) DOUBLE.getAcquire(bytes, offset);
  }

  static void setDoubleRelease(ByteBuffer bytes, int offset, double value) {
    DOUBLE.setRelease(bytes, offset, value);
  }
}
