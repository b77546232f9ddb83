package multiprocessing.internal.wire;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** The classes that have a tag of their own, found by name so that none is loaded for it. */
final class WellKnown {
  private WellKnown() {}

  /** Returns the tag of a class, or {@link Tag#NULL} if it has none. */
  static int tag(Class<?> type) {
    if (!Closed.isJdk(type) && !type.isArray()) {
      return Tag.NULL;
    }
    return switch (type.getName()) {
      case "java.lang.Boolean" -> Tag.BOOLEAN;
      case "java.lang.Byte" -> Tag.BYTE;
      case "java.lang.Short" -> Tag.SHORT;
      case "java.lang.Character" -> Tag.CHARACTER;
      case "java.lang.Integer" -> Tag.INTEGER;
      case "java.lang.Long" -> Tag.LONG;
      case "java.lang.Float" -> Tag.FLOAT;
      case "java.lang.Double" -> Tag.DOUBLE;
      case "java.lang.String" -> Tag.STRING;
      case "java.lang.Class" -> Tag.CLASS;
      case "java.lang.Object" -> Tag.OBJECT;
      case "java.math.BigInteger" -> Tag.BIG_INTEGER;
      case "java.math.BigDecimal" -> Tag.BIG_DECIMAL;
      case "java.util.UUID" -> Tag.UUID;
      case "java.lang.invoke.SerializedLambda" -> Tag.LAMBDA;
      case "java.util.Optional" -> Tag.OPTIONAL;
      case "java.util.OptionalInt" -> Tag.OPTIONAL_INT;
      case "java.util.OptionalLong" -> Tag.OPTIONAL_LONG;
      case "java.util.OptionalDouble" -> Tag.OPTIONAL_DOUBLE;
      case "[Z" -> Tag.BOOLEANS;
      case "[B" -> Tag.BYTES;
      case "[S" -> Tag.SHORTS;
      case "[C" -> Tag.CHARS;
      case "[I" -> Tag.INTS;
      case "[J" -> Tag.LONGS;
      case "[F" -> Tag.FLOATS;
      case "[D" -> Tag.DOUBLES;
      case "[Ljava.lang.Object;" -> Tag.OBJECTS;
      case "[Ljava.lang.String;" -> Tag.STRINGS;
      default -> type.getName().startsWith("java.util.") ? collectionTag(type) : abstractTag(type);
    };
  }

  private static int collectionTag(Class<?> type) {
    return switch (type.getName()) {
      case "java.util.ArrayList",
          "java.util.ArrayList$SubList",
          "java.util.AbstractList$SubList",
          "java.util.AbstractList$RandomAccessSubList",
          "java.util.ImmutableCollections$SubList" ->
          Tag.ARRAY_LIST;
      case "java.util.LinkedList" -> Tag.LINKED_LIST;
      case "java.util.ArrayDeque" -> Tag.ARRAY_DEQUE;
      case "java.util.HashSet" -> Tag.HASH_SET;
      case "java.util.LinkedHashSet" -> Tag.LINKED_HASH_SET;
      case "java.util.TreeSet" -> Tag.TREE_SET;
      case "java.util.HashMap" -> Tag.HASH_MAP;
      case "java.util.LinkedHashMap" -> Tag.LINKED_HASH_MAP;
      case "java.util.TreeMap" -> Tag.TREE_MAP;
      case "java.util.concurrent.ConcurrentHashMap" -> Tag.CONCURRENT_HASH_MAP;
      case "java.util.ImmutableCollections$List12" -> Tag.LIST_OF;
      case "java.util.ImmutableCollections$ListN" -> Tag.LIST_WITH_NULLS;
      case "java.util.ImmutableCollections$Set12", "java.util.ImmutableCollections$SetN" ->
          Tag.SET_OF;
      case "java.util.ImmutableCollections$Map1", "java.util.ImmutableCollections$MapN" ->
          Tag.MAP_OF;
      case "java.util.KeyValueHolder" -> Tag.MAP_ENTRY;
      case "java.util.Arrays$ArrayList" -> Tag.ARRAYS_AS_LIST;
      default -> Tag.NULL;
    };
  }

  private static int abstractTag(Class<?> type) {
    if (Path.class.isAssignableFrom(type)) {
      return Tag.PATH;
    }
    if (Buffer.class.isAssignableFrom(type)) {
      return ByteBuffer.class.isAssignableFrom(type) ? Tag.BYTE_BUFFER : Tag.BUFFER;
    }
    return Charset.class.isAssignableFrom(type) ? Tag.CHARSET : Tag.NULL;
  }

  /** Makes the codec of a tag; not typed as one, so that verifying this loads none of them. */
  static Object codec(int tag) {
    return switch (tag) {
      case Tag.ISLAND -> new IslandCodec();
      case Tag.LAMBDA -> new LambdaCodec();
      case Tag.REDUCED -> new ReducedCodec(null);
      case Tag.BOOLEAN,
          Tag.BYTE,
          Tag.SHORT,
          Tag.CHARACTER,
          Tag.INTEGER,
          Tag.LONG,
          Tag.FLOAT,
          Tag.DOUBLE ->
          new BoxedCodec(tag);
      case Tag.STRING, Tag.CLASS, Tag.OBJECT -> new BasicCodec(tag);
      case Tag.BIG_INTEGER, Tag.BIG_DECIMAL, Tag.UUID, Tag.PATH, Tag.CHARSET -> new ValueCodec(tag);
      case Tag.OPTIONAL, Tag.OPTIONAL_INT, Tag.OPTIONAL_LONG, Tag.OPTIONAL_DOUBLE ->
          new OptionalCodec(tag);
      case Tag.BYTES -> new BytesCodec();
      case Tag.BOOLEANS, Tag.SHORTS, Tag.CHARS, Tag.INTS, Tag.LONGS, Tag.FLOATS, Tag.DOUBLES ->
          new PrimitiveArrayCodec(tag);
      case Tag.OBJECTS -> new ObjectArrayCodec(Object[].class, tag);
      case Tag.STRINGS -> new ObjectArrayCodec(String[].class, tag);
      case Tag.ARRAY_LIST,
          Tag.LINKED_LIST,
          Tag.ARRAY_DEQUE,
          Tag.HASH_SET,
          Tag.LINKED_HASH_SET,
          Tag.TREE_SET ->
          new CollectionCodec(tag);
      case Tag.HASH_MAP, Tag.LINKED_HASH_MAP, Tag.TREE_MAP, Tag.CONCURRENT_HASH_MAP ->
          new MapCodec(tag);
      case Tag.LIST_OF,
          Tag.LIST_WITH_NULLS,
          Tag.SET_OF,
          Tag.MAP_OF,
          Tag.MAP_ENTRY,
          Tag.ARRAYS_AS_LIST ->
          new ImmutableCodec(tag);
      case Tag.BYTE_BUFFER -> new ByteBufferCodec();
      case Tag.BUFFER -> new BufferCodec();
      default -> throw new Damage("no kind of value has the tag " + tag);
    };
  }
}
