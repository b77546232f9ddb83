package multiprocessing.internal.wire;

import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Queue;

/** Finds the shortest path to an object in a graph; used only after a failure. */
final class CulpritFinder {
  private static final int MOST_OBJECTS = 2_000_000;

  private final Object culprit;
  private final IdentityHashMap<Object, Step> steps = new IdentityHashMap<>();
  private final Queue<Object> pending = new ArrayDeque<>();

  private CulpritFinder(Object culprit) {
    this.culprit = culprit;
  }

  /** Returns the path, or the root's name with a remark if the walk does not meet the object. */
  static String path(Object root, String rootName, Object culprit) {
    if (culprit == null || root == null) {
      return rootName;
    }
    CulpritFinder finder = new CulpritFinder(culprit);
    return finder.search(root) ? finder.describe(rootName) : rootName + ", somewhere inside";
  }

  private boolean search(Object root) {
    visit(null, "", root);
    while (!steps.containsKey(culprit) && !pending.isEmpty() && steps.size() < MOST_OBJECTS) {
      Object owner = pending.remove();
      try {
        Children.visit(owner, this);
      } catch (Exception | LinkageError e) {
        pending.remove(
            owner); // a class of the user failed when looked at; the search goes on elsewhere
      }
    }
    return steps.containsKey(culprit);
  }

  /** Notes that an object can be reached from another one. */
  void visit(Object owner, String label, Object child) {
    if (child != null && !steps.containsKey(child)) {
      steps.put(child, new Step(owner, label));
      if (!(child instanceof String || child instanceof Enum)) {
        pending.add(child);
      }
    }
  }

  private String describe(String rootName) {
    StringBuilder path = new StringBuilder();
    for (Step step = steps.get(culprit); step.owner != null; step = steps.get(step.owner)) {
      path.insert(0, step.label);
    }
    return path.insert(0, rootName).toString();
  }

  private record Step(Object owner, String label) {}
}
