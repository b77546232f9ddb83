package multiprocessing.internal.classes;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stands, in this process, for a class loader of another one, from which it gets its classes. */
final class ServedClassLoader extends ClassLoader {
  /*
   * The original decides: it is asked for every class but the JDK's and this library's, and says whether it defines
   * it itself (then the class file comes with the answer), which other loader does (then the counterpart of that one
   * is asked), or that it is on the class path. So two classes are the same here if and only if they are there,
   * whatever order the original looks in. What it does not have is remembered, and asked for once.
   */
  private static final String[] OWN_FIRST = {
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "multiprocessing.",
    "com.esotericsoftware.kryo.kryo5."
  };
  private static final Certificate[] UNSIGNED = {};

  static {
    boolean ignored = registerAsParallelCapable();
  }

  private final ClassSource source;
  private final int number;
  private final String label;
  private final Map<String, String> missing = new ConcurrentHashMap<>();

  /**
   * Makes the counterpart.
   *
   * @param label what the original is called in messages
   * @param number its number in its process
   */
  ServedClassLoader(ClassSource source, int number, String label) {
    super(JvmLoaders.library()); // without a name: it would stand in every line of a stack trace
    this.source = source;
    this.number = number;
    this.label = label;
  }

  String label() {
    return label;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known == null && isOwnFirst(name)) {
        known = ownOrNull(name);
      }
      return known == null ? findClass(name) : known;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String why = missing.get(name);
    if (why != null) {
      throw new ClassNotFoundException(why);
    }
    ClassAnswer answer = ask(name);
    return switch (answer.kind()) {
      case ClassAnswer.HERE -> define(name, answer);
      case ClassAnswer.ELSEWHERE ->
          ClassSharing.counterpart(source, answer.loader()).loadClass(name);
      case ClassAnswer.OWN -> own(name);
      default -> throw notFound(name, answer.text());
    };
  }

  private ClassAnswer ask(String name) throws ClassNotFoundException {
    if (name.length() > Question.LONGEST_NAME) {
      throw new ClassNotFoundException(name);
    }
    byte[] answer;
    try {
      answer = source.ask(new Question(Question.CLASS, number, name));
    } catch (StreamCorruptedException e) {
      throw damaged(name, e);
    } catch (IOException e) {
      return withoutSource(name, e);
    }
    try {
      return ClassAnswer.decode(answer);
    } catch (IOException e) {
      throw damaged(name, e);
    }
  }

  private ClassNotFoundException damaged(String name, IOException e) {
    return new ClassNotFoundException(
        name + " cannot be had from " + source.name() + ": its answer is damaged", e);
  }

  /** Only what is on the class path too can be found now. */
  private ClassAnswer withoutSource(String name, IOException e) throws ClassNotFoundException {
    if (ownOrNull(name) != null) {
      return ClassAnswer.own();
    }
    throw new ClassNotFoundException(
        name
            + " is not on the class path, and "
            + source.name()
            + ", which may have it, has ended or does not answer: "
            + e.getMessage(),
        e);
  }

  private ClassNotFoundException notFound(String name, String why) {
    String message =
        name + " is neither on the class path nor to be had from " + source.name() + ": " + why;
    missing.put(name, message);
    return new ClassNotFoundException(message);
  }

  private Class<?> own(String name) throws ClassNotFoundException {
    try {
      return Class.forName(name, false, JvmLoaders.system());
    } catch (ClassNotFoundException e) {
      Class<?> librarys = ownOrNull(name);
      if (librarys != null) {
        return librarys;
      }
      throw new ClassNotFoundException(
          name + " is on the class path of " + source.name() + ", but not on this process's", e);
    }
  }

  private static Class<?> ownOrNull(String name) {
    try {
      return Class.forName(name, false, JvmLoaders.library());
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static boolean isOwnFirst(String name) {
    for (String prefix : OWN_FIRST) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private Class<?> define(String name, ClassAnswer answer) {
    definePackageOf(name, answer.packageFacts());
    byte[] bytes = answer.bytes();
    return defineClass(name, bytes, 0, bytes.length, domain(answer.text()));
  }

  private void definePackageOf(String className, String[] facts) {
    int dot = className.lastIndexOf('.');
    String name = dot < 0 ? "" : className.substring(0, dot);
    if (dot < 0 || getDefinedPackage(name) != null) {
      return;
    }
    String[] known = new String[facts.length];
    for (int i = 0; i < known.length; i++) {
      known[i] = PackageFacts.orNull(facts[i]);
    }
    try {
      Package ignored =
          definePackage(
              name, known[0], known[1], known[2], known[3], known[4], known[5], (URL) null);
    } catch (IllegalArgumentException e) {
      // another thread has just defined it
    }
  }

  private ProtectionDomain domain(String codeSource) {
    CodeSource from = null;
    try {
      from = codeSource.isEmpty() ? null : new CodeSource(new URL(codeSource), UNSIGNED);
    } catch (MalformedURLException e) {
      // an address that only the original's process understands
    }
    return new ProtectionDomain(from, null, this, null);
  }

  /** Such as {@code class loader 1 of process 4711}. */
  @Override
  public String toString() {
    return "class loader " + number + " of " + source.name();
  }

  @Override
  public URL getResource(String name) {
    List<URL> all = found(name);
    return all.isEmpty() ? null : all.get(0);
  }

  @Override
  public Enumeration<URL> getResources(String name) {
    return Collections.enumeration(found(name));
  }

  private List<URL> found(String name) {
    List<URL> all = new ArrayList<>();
    try {
      if (name.length() <= Question.LONGEST_NAME) {
        byte[] answer = source.ask(new Question(Question.RESOURCES, number, name));
        for (ResourceAnswer resource : ResourceAnswer.decode(answer)) {
          all.add(ServedResource.url(resource));
        }
      }
      return all;
    } catch (IOException e) {
      return ownResources(name); // its process is gone: what is on the class path remains
    }
  }

  private static List<URL> ownResources(String name) {
    try {
      return Collections.list(JvmLoaders.library().getResources(name));
    } catch (IOException e) {
      return List.of();
    }
  }
}
