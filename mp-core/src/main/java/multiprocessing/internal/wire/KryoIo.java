package multiprocessing.internal.wire;

/**
 * Loads Kryo's buffers without its use of Unsafe, which warns on the console from JDK 24 on.
 *
 * <p>Kryo looks at a system property once, when its class {@code Util} is initialized. The property
 * is set for that moment only and then put back, so the user's own Kryo and the children, which
 * inherit properties, see what the user has set.
 */
final class KryoIo {
  private static final String PROPERTY = "kryo.unsafe";
  private static final String UTIL = "com.esotericsoftware.kryo.kryo5.util.Util";

  static {
    String before = System.setProperty(PROPERTY, "false");
    try {
      Class.forName(UTIL, true, KryoIo.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ExceptionInInitializerError(e);
    } finally {
      if (before == null) {
        System.clearProperty(PROPERTY);
      } else {
        System.setProperty(PROPERTY, before);
      }
    }
  }

  private KryoIo() {}

  /** Does nothing after the first call; to be called before any class of Kryo is used. */
  static void load() {}
}
