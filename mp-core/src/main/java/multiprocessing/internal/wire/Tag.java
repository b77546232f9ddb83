package multiprocessing.internal.wire;

/**
 * The first varint of every value on the wire.
 *
 * <pre>
 *   value   := NULL | REF id | tag content | NAMED name content | (DYNAMIC + n) content
 *   message := flags value [ island bytes, int32 length of them ]
 * </pre>
 *
 * A class without a tag of its own is written by name once and called {@code DYNAMIC + n} after.
 */
final class Tag {
  static final int NULL = 0;
  static final int REF = 1;
  static final int NAMED = 2;
  static final int ISLAND = 3;
  static final int LAMBDA = 4;
  static final int REDUCED = 5;

  static final int BOOLEAN = 6;
  static final int BYTE = 7;
  static final int SHORT = 8;
  static final int CHARACTER = 9;
  static final int INTEGER = 10;
  static final int LONG = 11;
  static final int FLOAT = 12;
  static final int DOUBLE = 13;

  static final int STRING = 14;
  static final int CLASS = 15;
  static final int BIG_INTEGER = 16;
  static final int BIG_DECIMAL = 17;
  static final int UUID = 18;
  static final int OBJECT = 19;
  static final int PATH = 20;
  static final int CHARSET = 21;
  static final int OPTIONAL = 22;
  static final int OPTIONAL_INT = 23;
  static final int OPTIONAL_LONG = 24;
  static final int OPTIONAL_DOUBLE = 25;

  static final int BOOLEANS = 26;
  static final int BYTES = 27;
  static final int SHORTS = 28;
  static final int CHARS = 29;
  static final int INTS = 30;
  static final int LONGS = 31;
  static final int FLOATS = 32;
  static final int DOUBLES = 33;
  static final int OBJECTS = 34;
  static final int STRINGS = 35;

  static final int ARRAY_LIST = 36;
  static final int LINKED_LIST = 37;
  static final int ARRAY_DEQUE = 38;
  static final int HASH_SET = 39;
  static final int LINKED_HASH_SET = 40;
  static final int TREE_SET = 41;
  static final int HASH_MAP = 42;
  static final int LINKED_HASH_MAP = 43;
  static final int TREE_MAP = 44;
  static final int CONCURRENT_HASH_MAP = 45;

  static final int LIST_OF = 46;
  static final int LIST_WITH_NULLS = 47;
  static final int SET_OF = 48;
  static final int MAP_OF = 49;
  static final int ARRAYS_AS_LIST = 50;
  static final int BYTE_BUFFER = 51;
  static final int MAP_ENTRY = 52;

  /** In a field: a reference to an object that is not complete yet; the field is set then. */
  static final int LATER = 53;

  /** Of other primitives than bytes. */
  static final int BUFFER = 54;

  /** The first number of a class that was written by name in this message. */
  static final int DYNAMIC = 64;

  private Tag() {}
}
