package multiprocessing.internal.classes;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Finds, in this process's class loaders, what another process asked for. */
final class Answers {
  /** What every process can open by itself; others are the inventions of one class loader. */
  private static final Set<String> COMMON = Set.of("file", "jrt", "jar");

  private final SharedLoaders loaders;

  Answers(SharedLoaders loaders) {
    this.loaders = loaders;
  }

  /** The answer; whatever goes wrong in a user's class loader becomes one. */
  byte[] to(Question question) throws IOException {
    ClassLoader loader = loaders.get(question.loader());
    if (question.kind() == Question.RESOURCES) {
      return ResourceAnswer.encode(loader == null ? List.of() : resources(loader, question.name()));
    }
    if (loader == null) {
      return ClassAnswer.missing("its class loader is not in use there any more").encode();
    }
    return classAnswer(loader, question).encode();
  }

  private ClassAnswer classAnswer(ClassLoader loader, Question question) {
    try {
      Class<?> type = Class.forName(question.name(), false, loader);
      ClassLoader defining = type.getClassLoader();
      if (!JvmLoaders.isForeign(defining)) {
        return ClassAnswer.own();
      }
      if (defining != loader) {
        return ClassAnswer.elsewhere(loaders.share(defining));
      }
      byte[] file = ClassFiles.read(type);
      return file == null
          ? ClassAnswer.missing(
              "it was made at run time there, and "
                  + defining
                  + " has no class file of it that could be sent")
          : new ClassAnswer(
              ClassAnswer.HERE,
              question.loader(),
              ClassFiles.codeSource(type),
              PackageFacts.of(type),
              file);
    } catch (ClassNotFoundException e) {
      return ClassAnswer.missing("it is not found there either");
    } catch (Exception | Error e) {
      return ClassAnswer.missing("looking for it there failed: " + e);
    }
  }

  private static List<ResourceAnswer> resources(ClassLoader loader, String name) {
    List<ResourceAnswer> found = new ArrayList<>();
    try {
      for (URL url : Collections.list(loader.getResources(name))) {
        found.add(new ResourceAnswer(url.toString(), isCommon(url) ? null : content(url)));
      }
    } catch (Exception | Error e) {
      return List.of(); // as a class loader does that cannot read what it should have
    }
    return found;
  }

  private static boolean isCommon(URL url) {
    String inside = url.getProtocol().equals("jar") ? url.getPath() : "file:";
    return COMMON.contains(url.getProtocol())
        && inside.startsWith("file:")
        && inside.indexOf("!/") == inside.lastIndexOf("!/");
  }

  private static byte[] content(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    }
  }
}
