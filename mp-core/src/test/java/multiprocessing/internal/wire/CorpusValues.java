package multiprocessing.internal.wire;

import java.io.File;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.SimpleDateFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;

/** Plain values of java.base. */
final class CorpusValues {
  private CorpusValues() {}

  static void addTo(List<Sample> all) {
    addScalars(all);
    addArrays(all);
    addTimes(all);
    addText(all);
    addMutable(all);
    addBuffers(all);
  }

  private static void addScalars(List<Sample> all) {
    all.add(Sample.equal("null", null));
    all.add(Sample.equal("true", true));
    all.add(Sample.equal("false", false));
    all.add(Sample.equal("byte", (byte) -7));
    all.add(Sample.equal("short", Short.MIN_VALUE));
    all.add(Sample.equal("char", '\uD800'));
    all.add(Sample.equal("int 0", 0));
    all.add(Sample.equal("int max", Integer.MAX_VALUE));
    all.add(Sample.equal("int min", Integer.MIN_VALUE));
    all.add(Sample.equal("long min", Long.MIN_VALUE));
    all.add(Sample.equal("long max", Long.MAX_VALUE));
    all.add(Sample.equal("float", -0.0f));
    all.add(Sample.equal("double", Double.MIN_VALUE));
    all.add(
        Sample.seen(
            "NaN with payload",
            Double.longBitsToDouble(0x7ff8_0000_0000_1234L),
            Double::doubleToRawLongBits));
    all.add(Sample.equal("infinity", Float.NEGATIVE_INFINITY));
    all.add(Sample.equal("BigInteger", BigInteger.TWO.pow(300).negate()));
    all.add(Sample.equal("BigDecimal", new BigDecimal("-1234567890.123456789000")));
    all.add(Sample.equal("BigDecimal of negative scale", new BigDecimal("1E+30")));
    all.add(Sample.equal("MathContext", MathContext.DECIMAL128));
    all.add(Sample.equal("UUID", new UUID(1, -2)));
    all.add(Sample.equal("Optional", Optional.of("x")));
    all.add(Sample.equal("empty Optional", Optional.empty()));
    all.add(Sample.equal("OptionalInt", OptionalInt.of(3)));
    all.add(Sample.equal("empty OptionalInt", OptionalInt.empty()));
    all.add(Sample.equal("OptionalLong", OptionalLong.of(Long.MAX_VALUE)));
    all.add(Sample.equal("OptionalDouble", OptionalDouble.of(0.5)));
    all.add(Sample.equal("enum of the JDK", TimeUnit.SECONDS));
    all.add(Sample.equal("enum of the JDK with a body", java.math.RoundingMode.HALF_EVEN));
    all.add(Sample.holds("Object", new Object(), copy -> copy.getClass() == Object.class));
    all.add(Sample.equal("Class", String.class));
    all.add(Sample.equal("class of a primitive", int.class));
    all.add(Sample.equal("class void", void.class));
    all.add(Sample.equal("class of an array", int[][].class));
    all.add(Sample.equal("interface", Runnable.class));
    all.add(Sample.equal("nested class", Sample.class));
  }

  private static void addArrays(List<Sample> all) {
    all.add(Sample.equal("boolean[]", new boolean[] {true, false}));
    all.add(Sample.equal("byte[]", new byte[] {1, -1}));
    all.add(Sample.equal("large byte[]", new byte[200_000]));
    all.add(Sample.equal("short[]", new short[] {1, -1}));
    all.add(Sample.equal("char[]", new char[] {'a', '\uFFFF'}));
    all.add(Sample.equal("int[]", new int[] {1, Integer.MIN_VALUE}));
    all.add(Sample.equal("large int[]", new int[100_000]));
    all.add(Sample.equal("long[]", new long[] {1, Long.MIN_VALUE}));
    all.add(Sample.equal("float[]", new float[] {1, Float.NaN}));
    all.add(Sample.equal("double[]", new double[] {1, Double.NaN}));
    all.add(Sample.equal("empty int[]", new int[0]));
    all.add(Sample.equal("Object[]", new Object[] {1, "a", null, new int[] {2}}));
    all.add(Sample.equal("empty Object[]", new Object[0]));
    all.add(Sample.equal("String[]", new String[] {"a", null}));
    all.add(Sample.equal("Integer[]", new Integer[] {1, 2, 3}));
    all.add(Sample.equal("Integer[] with null", new Integer[] {1, null}));
    all.add(Sample.equal("Number[] of two kinds", new Number[] {1, 2.0}));
    all.add(Sample.equal("int[][]", new int[][] {{1}, {}, null}));
    all.add(Sample.equal("Object[][][]", new Object[][][] {{{1}}, {}}));
    all.add(Sample.equal("Class[]", new Class<?>[] {int.class, String.class}));
    all.add(Sample.equal("List[]", new List<?>[] {List.of(1)}));
  }

  private static void addTimes(List<Sample> all) {
    all.add(Sample.equal("Instant", Instant.ofEpochSecond(5, 7)));
    all.add(Sample.equal("Duration", Duration.ofNanos(-5)));
    all.add(Sample.equal("Period", Period.of(1, 2, 3)));
    all.add(Sample.equal("LocalDate", LocalDate.of(2024, 2, 29)));
    all.add(Sample.equal("LocalTime", LocalTime.of(1, 2, 3, 4)));
    all.add(Sample.equal("LocalDateTime", LocalDateTime.of(2024, 2, 29, 1, 2)));
    ZoneId rome = ZoneId.of("Europe/Rome");
    all.add(Sample.equal("ZonedDateTime", ZonedDateTime.of(2024, 1, 2, 3, 4, 5, 6, rome)));
    all.add(Sample.equal("OffsetDateTime", OffsetDateTime.MAX));
    all.add(Sample.equal("OffsetTime", OffsetTime.MIN));
    all.add(Sample.equal("ZoneId", rome));
    all.add(Sample.equal("ZoneOffset", ZoneOffset.ofHours(2)));
    all.add(Sample.equal("Year", Year.of(2000)));
    all.add(Sample.equal("YearMonth", YearMonth.of(2000, 2)));
    all.add(Sample.equal("MonthDay", MonthDay.of(2, 29)));
    all.add(Sample.equal("Month", Month.MAY));
    all.add(Sample.equal("DayOfWeek", DayOfWeek.MONDAY));
    all.add(Sample.equal("Date", dateOf(5)));
    all.add(Sample.equal("GregorianCalendar", GregorianCalendar.from(ZonedDateTime.now(rome))));
    all.add(Sample.equal("TimeZone", TimeZone.getTimeZone("UTC")));
  }

  @SuppressWarnings("JavaUtilDate") // it is about this class
  private static Date dateOf(long millis) {
    return new Date(millis);
  }

  private static void addText(List<Sample> all) {
    all.add(Sample.equal("empty String", ""));
    all.add(Sample.equal("String", "hello"));
    all.add(Sample.equal("String beyond Latin-1", "\u20ac \u4e2d\u6587"));
    all.add(Sample.equal("String with emoji", "a\uD83D\uDE00b"));
    all.add(Sample.equal("String with a lone surrogate", "a\uD800"));
    all.add(Sample.equal("String with NUL", "\0a"));
    all.add(Sample.equal("long String", "\u00e4bc".repeat(50_000)));
    all.add(Sample.seen("StringBuilder", new StringBuilder("abc"), StringBuilder::toString));
    all.add(Sample.seen("StringBuffer", buffer(), Object::toString));
    all.add(Sample.seen("Pattern", Pattern.compile("a+", Pattern.DOTALL), Pattern::flags));
    all.add(Sample.equal("Locale", Locale.forLanguageTag("zh-Hans-CN")));
    all.add(Sample.equal("Currency", Currency.getInstance("EUR")));
    all.add(Sample.equal("Charset", StandardCharsets.ISO_8859_1));
    all.add(Sample.equal("URI", URI.create("http://user@host:1/p?q#f")));
    all.add(Sample.seen("URL", url("http://localhost/x"), URL::toExternalForm));
    all.add(Sample.equal("File", new File("a/b")));
    all.add(Sample.equal("Path", Path.of("/a/b")));
    all.add(Sample.equal("relative Path", Path.of("a", "b")));
    all.add(Sample.equal("InetAddress", InetAddress.getLoopbackAddress()));
    all.add(
        Sample.equal(
            "InetSocketAddress", new InetSocketAddress(InetAddress.getLoopbackAddress(), 80)));
    all.add(
        Sample.equal("unresolved address", InetSocketAddress.createUnresolved("no.such.host", 1)));
    all.add(
        Sample.equal(
            "DecimalFormat",
            new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT))));
    all.add(Sample.equal("SimpleDateFormat", new SimpleDateFormat("yyyy", Locale.ROOT)));
  }

  @SuppressWarnings("JdkObsolete") // it is about this class
  private static Object buffer() {
    return new StringBuffer("abc");
  }

  private static URL url(String text) {
    try {
      return URI.create(text).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addMutable(List<Sample> all) {
    all.add(Sample.seen("AtomicInteger", new AtomicInteger(4), AtomicInteger::get));
    all.add(Sample.seen("AtomicLong", new AtomicLong(4), AtomicLong::get));
    all.add(Sample.seen("AtomicBoolean", new AtomicBoolean(true), AtomicBoolean::get));
    all.add(Sample.seen("AtomicReference", new AtomicReference<>("x"), AtomicReference::get));
    all.add(
        Sample.seen(
            "AtomicIntegerArray",
            new AtomicIntegerArray(new int[] {1, 2}),
            AtomicIntegerArray::toString));
    LongAdder adder = new LongAdder();
    adder.add(9);
    all.add(Sample.seen("LongAdder", adder, LongAdder::sum));
    all.add(Sample.holds("Random", new Random(42), copy -> copy.nextInt() == -1170105035));
    BitSet bits = new BitSet();
    bits.set(3);
    bits.set(100);
    all.add(Sample.equal("BitSet", bits));
    all.add(Sample.holds("ReentrantLock", new ReentrantLock(true), ReentrantLock::isFair));
    all.add(
        Sample.holds(
            "ReentrantReadWriteLock", new ReentrantReadWriteLock(true), lock -> lock.isFair()));
    InvocationHandler handler = new UserTypes.Answer("42");
    Comparable<?> proxy =
        (Comparable<?>)
            Proxy.newProxyInstance(
                CorpusValues.class.getClassLoader(), new Class<?>[] {Comparable.class}, handler);
    all.add(
        new Sample(
            "Proxy",
            proxy,
            false,
            (a, b) -> Proxy.isProxyClass(b.getClass()) && b.toString().equals("42")));
  }

  private static void addBuffers(List<Sample> all) {
    ByteBuffer heap = ByteBuffer.allocate(10).putInt(7).limit(8).order(ByteOrder.LITTLE_ENDIAN);
    all.add(Sample.seen("heap ByteBuffer", heap, CorpusValues::view));
    ByteBuffer direct = ByteBuffer.allocateDirect(10).putInt(7).limit(8);
    all.add(Sample.seen("direct ByteBuffer", direct, CorpusValues::view));
    all.add(Sample.seen("read-only ByteBuffer", heap.asReadOnlyBuffer(), CorpusValues::view));
    all.add(
        Sample.seen("sliced ByteBuffer", heap.duplicate().position(2).slice(), CorpusValues::view));
    all.add(
        Sample.seen(
            "ByteBuffer of a part", ByteBuffer.wrap(new byte[9], 2, 3), CorpusValues::view));
    ByteBuffer large = ByteBuffer.allocateDirect(300_000).order(ByteOrder.LITTLE_ENDIAN);
    large.putDouble(100_000, Math.PI).position(7);
    all.add(Sample.seen("large direct ByteBuffer", large, CorpusValues::view));
    all.add(
        Sample.seen(
            "large read-only direct ByteBuffer", large.asReadOnlyBuffer(), CorpusValues::view));
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      for (ByteBuffer bytes : List.of(ByteBuffer.allocate(320), ByteBuffer.allocateDirect(320))) {
        bytes.put(16, (byte) 0x40).put(17, (byte) 9).put(31, (byte) 1).order(order);
        addViews(all, bytes);
      }
    }
    all.add(Sample.seen("IntBuffer", IntBuffer.wrap(new int[] {1, -2, 3}, 1, 1), CorpusValues::of));
    all.add(Sample.seen("empty LongBuffer", LongBuffer.allocate(0), CorpusValues::of));
    all.add(
        Sample.seen("CharBuffer of a text", CharBuffer.wrap("text", 1, 3), CorpusValues::of)
            .otherClass());
    all.add(
        Sample.holds("FloatBuffer with an array", FloatBuffer.allocate(2), FloatBuffer::hasArray));
  }

  private static void addViews(List<Sample> all, ByteBuffer bytes) {
    List<Buffer> views =
        List.of(
            bytes.asShortBuffer(),
            bytes.asCharBuffer(),
            bytes.asIntBuffer(),
            bytes.asLongBuffer(),
            bytes.asFloatBuffer(),
            bytes.asDoubleBuffer(),
            bytes.asIntBuffer().asReadOnlyBuffer());
    for (Buffer view : views) {
      view.limit(view.capacity() - 1).position(1);
      all.add(Sample.seen(view + " of " + bytes, view, CorpusValues::of).otherClass());
    }
  }

  /** What can be seen of any buffer, and what is behind it. */
  private static List<Object> of(Buffer buffer) {
    List<Object> seen = new ArrayList<>();
    seen.add(buffer.position());
    seen.add(buffer.limit());
    seen.add(buffer.capacity());
    seen.add(buffer.isDirect());
    seen.add(buffer.isReadOnly());
    seen.add(order(buffer));
    seen.add(buffer);
    seen.add(buffer.duplicate().clear());
    return seen;
  }

  private static ByteOrder order(Buffer buffer) {
    if (buffer instanceof ShortBuffer shorts) {
      return shorts.order();
    }
    if (buffer instanceof CharBuffer chars) {
      return chars.order();
    }
    if (buffer instanceof IntBuffer ints) {
      return ints.order();
    }
    if (buffer instanceof LongBuffer longs) {
      return longs.order();
    }
    return buffer instanceof FloatBuffer floats ? floats.order() : ((DoubleBuffer) buffer).order();
  }

  private static List<Object> view(ByteBuffer buffer) {
    return List.of(
        buffer,
        buffer.position(),
        buffer.limit(),
        buffer.capacity(),
        buffer.order(),
        buffer.isDirect(),
        buffer.isReadOnly(),
        buffer.duplicate().clear());
  }
}
