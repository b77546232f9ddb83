package multiprocessing.internal.classes;

/**
 * What the manifest of a jar says of a package: three facts of its specification, three of itself.
 */
final class PackageFacts {
  static final int COUNT = 6;
  static final String[] NONE = {"", "", "", "", "", ""};

  private PackageFacts() {}

  /** The facts of a class's package; what is not known is empty. */
  static String[] of(Class<?> type) {
    Package known = type.getPackage();
    if (known == null) {
      return NONE;
    }
    return new String[] {
      text(known.getSpecificationTitle()),
      text(known.getSpecificationVersion()),
      text(known.getSpecificationVendor()),
      text(known.getImplementationTitle()),
      text(known.getImplementationVersion()),
      text(known.getImplementationVendor())
    };
  }

  /** A fact as {@code definePackage} takes it. */
  static String orNull(String fact) {
    return fact.isEmpty() ? null : fact;
  }

  private static String text(String fact) {
    return fact == null ? "" : fact;
  }
}
