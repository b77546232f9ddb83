package multiprocessing.internal.wire;

/** Finds classes by the name that {@link Class#getName()} gave. */
final class ClassNames {
  private static final int LONGEST = 4096;

  private ClassNames() {}

  static Class<?> find(String name, ClassLoader loader) {
    Class<?> primitive = primitive(name);
    if (primitive != null) {
      return primitive;
    }
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new Damage("class " + shown(name) + " cannot be found or linked here", e);
    }
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
