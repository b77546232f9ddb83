package multiprocessing.internal.wire;

import multiprocessing.internal.classes.ClassSharing;
import multiprocessing.internal.classes.JvmLoaders;

/** Says in a message which class is meant, and finds that class at the receiver. */
final class ClassNames {
  /*
   * The name that Class.getName() gives, and before it, between two marks that no name begins with:
   *   nothing      a class of the JDK; or it is not known who will read this
   *   ";;"         a class of the class path, where the receiver's context class loader may know another of that name
   *   ";LABEL;"    a class of a loader that only one process has; see ClassSharing
   */
  private static final char MARK = ';';
  private static final int LONGEST = 4096;

  private ClassNames() {}

  /**
   * What stands before the names of a loader's classes.
   *
   * @param exact whether the sender's context class loader may know others of the same names
   */
  static String prefix(ClassLoader loader, boolean exact) {
    if (JvmLoaders.isForeign(loader)) {
      String label = ClassSharing.label(loader);
      return label.isEmpty() ? "" : MARK + label + MARK;
    }
    return exact && !JvmLoaders.isPlatform(loader) ? ";;" : "";
  }

  /** Whether the names of classes of the class path need a mark in what this thread writes. */
  static boolean needsExactness() {
    return JvmLoaders.isForeign(Thread.currentThread().getContextClassLoader())
        && ClassSharing.isPossible();
  }

  /**
   * Finds a class.
   *
   * @param text its name, with or without a prefix
   * @param context the receiver's context class loader
   */
  static Class<?> find(String text, ClassLoader context) {
    Class<?> primitive = primitive(text);
    if (primitive != null) {
      return primitive;
    }
    if (text.isEmpty() || text.charAt(0) != MARK) {
      return find(text, context, JvmLoaders.library());
    }
    int end = text.indexOf(MARK, 1);
    if (end < 0) {
      throw new Damage("not the name of a class: " + shown(text));
    }
    String name = text.substring(end + 1);
    if (end == 1) {
      return find(name, JvmLoaders.system(), JvmLoaders.library(), context);
    }
    ClassLoader loader = ClassSharing.loader(text.substring(1, end));
    return loader == null ? find(name, context, JvmLoaders.library()) : find(name, loader, context);
  }

  /** The loader that a prefix names, else the receiver's own. */
  static ClassLoader loader(String prefix, ClassLoader context) {
    if (prefix.length() <= 2) {
      return prefix.isEmpty() ? context : JvmLoaders.system();
    }
    ClassLoader loader = ClassSharing.loader(prefix.substring(1, prefix.length() - 1));
    return loader == null ? context : loader;
  }

  /** The first loader is the right one, the others are what there is in its place. */
  private static Class<?> find(String name, ClassLoader... loaders) {
    ClassNotFoundException first = null;
    try {
      for (ClassLoader loader : loaders) {
        try {
          return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
          first = first == null ? e : first;
        }
      }
    } catch (LinkageError e) {
      throw notFound(name, e);
    }
    throw notFound(name, first);
  }

  private static Damage notFound(String name, Throwable e) {
    String why = String.valueOf(e.getMessage());
    return new Damage(
        "class "
            + shown(name)
            + " cannot be found or linked here"
            + (why.equals(name) ? "" : ": " + shown(why)),
        e);
  }

  static Class<?> primitive(String name) {
    return switch (name) {
      case "boolean" -> boolean.class;
      case "byte" -> byte.class;
      case "short" -> short.class;
      case "char" -> char.class;
      case "int" -> int.class;
      case "long" -> long.class;
      case "float" -> float.class;
      case "double" -> double.class;
      case "void" -> void.class;
      default -> null;
    };
  }

  private static String shown(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
  }
}
