package multiprocessing.queues;

import multiprocessing.internal.memory.KillPoint;
import multiprocessing.internal.memory.SharedBlock;

/** Messages in a circle of bytes; one process at a time writes, one at a time reads. */
final class Ring {
  /*
   *   0      64     128      256
   *   | head | tail | sealed | circle of bytes, a power of two
   *
   * Head and tail are what was read and written, each in one word: the position in bytes, modulo 2^34, and the number of
   * messages, modulo 2^30. So one store is both, and is the instant at which a message is put, or taken: who dies
   * before it has done nothing. A message is its length, 8 bytes, and its bytes, up to the next multiple of 8; its
   * bytes may go around the end. Tail is the writer's, head the reader's; each reads the other's with acquire. When
   * sealed is set, the tail stays what it is, and messages go on in the next ring.
   */
  static final int HEADER = 256;

  /** The largest circle; a message needs less. */
  static final int LARGEST = 1 << 30;

  private static final int HEAD = 0;
  private static final int TAIL = 64;
  private static final int SEALED = 128;
  private static final int COUNT_BITS = 30;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final long POSITION_MASK = (1L << (Long.SIZE - COUNT_BITS)) - 1;

  private final SharedBlock block;
  private final int size;

  Ring(SharedBlock block) {
    this.block = block;
    this.size = block.size() - HEADER;
  }

  /** In a new ring: how many messages there were before it. */
  void begin(long count) {
    block.setRelease(HEAD, count & COUNT_MASK);
    block.setRelease(TAIL, count & COUNT_MASK);
  }

  int size() {
    return size;
  }

  /** How many bytes a message takes. */
  static long room(int length) {
    return Long.BYTES + (length + 7L & ~7L);
  }

  /** Whether there is room for a message. */
  boolean hasRoom(int length) {
    long used = position(block.getAcquire(TAIL)) - position(block.getAcquire(HEAD)) & POSITION_MASK;
    return used + room(length) <= size;
  }

  /** Puts a message for which there is room. */
  void put(byte[] message) {
    long tail = block.getAcquire(TAIL);
    long position = position(tail);
    block.setRelease(at(position), message.length);
    int first = Math.min(message.length, size - index(position + Long.BYTES));
    block.put(at(position + Long.BYTES), message, 0, first);
    if (first < message.length) {
      block.put(HEADER, message, first, message.length - first);
    }
    KillPoint.at("queue.written");
    block.setRelease(TAIL, word(position + room(message.length), count(tail) + 1));
  }

  /** Takes the next message; null if there is none now. */
  byte[] take() {
    long head = block.getAcquire(HEAD);
    if (head == block.getAcquire(TAIL)) {
      return null;
    }
    long position = position(head);
    byte[] message = new byte[(int) block.getAcquire(at(position))];
    int first = Math.min(message.length, size - index(position + Long.BYTES));
    block.get(at(position + Long.BYTES), message, 0, first);
    if (first < message.length) {
      block.get(HEADER, message, first, message.length - first);
    }
    KillPoint.at("queue.read");
    block.setRelease(HEAD, word(position + room(message.length), count(head) + 1));
    return message;
  }

  /** Nothing more is put here. */
  void seal() {
    block.setVolatile(SEALED, 1);
  }

  boolean isSealed() {
    return block.getVolatile(SEALED) != 0;
  }

  boolean isEmpty() {
    return block.getAcquire(HEAD) == block.getAcquire(TAIL);
  }

  /** How many messages were put in all, here and in the rings before. */
  long putCount() {
    return count(block.getAcquire(TAIL));
  }

  /** How many messages were taken in all, here and in the rings before. */
  long takenCount() {
    return count(block.getAcquire(HEAD));
  }

  /** How many messages are between two counts. */
  static int difference(long more, long less) {
    return (int) (more - less & COUNT_MASK);
  }

  private int at(long position) {
    return HEADER + index(position);
  }

  private int index(long position) {
    return (int) (position & size - 1);
  }

  private static long word(long position, long count) {
    return ((position & POSITION_MASK) << COUNT_BITS) | (count & COUNT_MASK);
  }

  private static long position(long word) {
    return word >>> COUNT_BITS;
  }

  private static long count(long word) {
    return word & COUNT_MASK;
  }
}
