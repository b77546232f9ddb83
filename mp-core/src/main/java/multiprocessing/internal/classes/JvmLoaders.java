package multiprocessing.internal.classes;

/** The class loaders that every JVM of a family has, each with the same classes. */
public final class JvmLoaders {
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
  private static final ClassLoader SYSTEM = ClassLoader.getSystemClassLoader();
  private static final ClassLoader LIBRARY = JvmLoaders.class.getClassLoader();

  private JvmLoaders() {}

  /** The one that knows the class path and the module path. */
  public static ClassLoader system() {
    return SYSTEM;
  }

  /** The one that this library was loaded by: the system's, unless somebody isolates libraries. */
  public static ClassLoader library() {
    return LIBRARY;
  }

  /** Whether a loader exists in this process only. */
  public static boolean isForeign(ClassLoader loader) {
    if (loader == SYSTEM || isPlatform(loader)) {
      return false;
    }
    // what -Djava.system.class.loader puts in place of the JVM's own has that as an ancestor
    for (ClassLoader own = SYSTEM.getParent(); own != null; own = own.getParent()) {
      if (own == loader) {
        return false;
      }
    }
    return true;
  }

  /** Whether a loader's classes are the JDK's. */
  public static boolean isPlatform(ClassLoader loader) {
    return loader == null || loader == PLATFORM;
  }
}
