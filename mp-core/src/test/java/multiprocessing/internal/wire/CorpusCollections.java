package multiprocessing.internal.wire;

import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The collections of java.base. */
final class CorpusCollections {
  private static final List<String> WORDS = List.of("one", "two", "three");

  private CorpusCollections() {}

  static void addTo(List<Sample> all) {
    addLists(all);
    addSets(all);
    addQueues(all);
    addMaps(all);
    addWrappers(all);
  }

  private static void addLists(List<Sample> all) {
    all.add(Sample.equal("ArrayList", new ArrayList<>(WORDS)));
    all.add(Sample.equal("empty ArrayList", new ArrayList<>()));
    all.add(
        Sample.equal(
            "ArrayList of ints", new ArrayList<>(IntStream.range(-500, 500).boxed().toList())));
    all.add(Sample.equal("ArrayList of longs", new ArrayList<>(List.of(1L, Long.MIN_VALUE))));
    all.add(Sample.equal("ArrayList of doubles", new ArrayList<>(List.of(1.5, -0.0))));
    all.add(Sample.equal("ArrayList of booleans", new ArrayList<>(List.of(true, false))));
    all.add(Sample.equal("ArrayList of chars", new ArrayList<>(List.of('a', 'b'))));
    all.add(Sample.equal("ArrayList of mixed", new ArrayList<>(Arrays.asList(1, 2L, null, "x"))));
    all.add(Sample.equal("LinkedList", linked(WORDS)));
    all.add(Sample.equal("Vector", vector(WORDS)));
    all.add(Sample.equal("Stack", stack(WORDS)));
    all.add(Sample.equal("List.of()", List.of()));
    all.add(Sample.equal("List.of(1)", List.of(1)));
    all.add(Sample.equal("List.of(1, 2)", List.of(1, 2)));
    all.add(Sample.equal("List.of(...)", WORDS));
    all.add(Sample.equal("Stream.toList of one", Stream.of(1).toList()));
    all.add(Sample.equal("Stream.toList with null", Stream.of(1, null, 2).toList()));
    all.add(Sample.equal("Arrays.asList", Arrays.asList(1, "b", null)));
    all.add(Sample.equal("Arrays.asList of Strings", Arrays.asList("a", "b")));
    all.add(Sample.equal("subList", new ArrayList<>(WORDS).subList(1, 3)).otherClass());
    all.add(Sample.equal("subList of List.of", WORDS.subList(0, 2)).otherClass());
    all.add(Sample.equal("subList of LinkedList", linked(WORDS).subList(0, 2)).otherClass());
    all.add(Sample.equal("CopyOnWriteArrayList", new CopyOnWriteArrayList<>(WORDS)));
    all.add(Sample.equal("nCopies", Collections.nCopies(3, "x")));
  }

  @SuppressWarnings("JdkObsolete") // it is about this class
  private static List<String> linked(List<String> content) {
    return new LinkedList<>(content);
  }

  @SuppressWarnings("JdkObsolete") // it is about this class
  private static List<String> vector(List<String> content) {
    return new Vector<>(content);
  }

  @SuppressWarnings("JdkObsolete") // it is about this class
  private static List<String> stack(List<String> content) {
    Stack<String> stack = new Stack<>();
    stack.addAll(content);
    return stack;
  }

  private static void addSets(List<Sample> all) {
    all.add(Sample.equal("HashSet", new HashSet<>(WORDS)));
    all.add(Sample.seen("LinkedHashSet", new LinkedHashSet<>(WORDS), ArrayList::new));
    all.add(Sample.equal("TreeSet", new TreeSet<>(WORDS)));
    TreeSet<String> reversed = new TreeSet<>(Comparator.reverseOrder());
    reversed.addAll(WORDS);
    all.add(Sample.seen("TreeSet with a comparator", reversed, ArrayList::new));
    all.add(Sample.equal("Set.of()", Set.of()));
    all.add(Sample.equal("Set.of(1)", Set.of(1)));
    all.add(Sample.equal("Set.of(...)", Set.of(1, 2, 3)));
    all.add(Sample.equal("EnumSet", EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS)));
    all.add(Sample.equal("empty EnumSet", EnumSet.noneOf(TimeUnit.class)));
    all.add(Sample.equal("ConcurrentSkipListSet", new ConcurrentSkipListSet<>(WORDS)));
    all.add(Sample.equal("CopyOnWriteArraySet", new CopyOnWriteArraySet<>(WORDS)));
    Set<String> concurrent = ConcurrentHashMap.newKeySet();
    concurrent.addAll(WORDS);
    all.add(Sample.equal("ConcurrentHashMap.newKeySet", concurrent));
    Set<String> fromMap = Collections.newSetFromMap(new HashMap<>());
    fromMap.addAll(WORDS);
    all.add(Sample.equal("newSetFromMap", fromMap));
  }

  private static void addQueues(List<Sample> all) {
    all.add(Sample.seen("ArrayDeque", new ArrayDeque<>(WORDS), ArrayList::new));
    PriorityQueue<String> queue = new PriorityQueue<>(Comparator.reverseOrder());
    queue.addAll(WORDS);
    all.add(Sample.seen("PriorityQueue with a comparator", queue, ArrayList::new));
    all.add(queue("ConcurrentLinkedQueue", new ConcurrentLinkedQueue<>(WORDS)));
    all.add(queue("ConcurrentLinkedDeque", new ConcurrentLinkedDeque<>(WORDS)));
    all.add(queue("LinkedBlockingQueue", new LinkedBlockingQueue<>(WORDS)));
    all.add(queue("LinkedBlockingDeque", new LinkedBlockingDeque<>(WORDS)));
    all.add(queue("PriorityBlockingQueue", new PriorityBlockingQueue<>(WORDS)));
    all.add(queue("ArrayBlockingQueue", new ArrayBlockingQueue<>(5, true, WORDS)));
  }

  private static Sample queue(String name, Collection<String> queue) {
    return Sample.seen(name, queue, ArrayList::new);
  }

  private static Map<String, Object> entries() {
    Map<String, Object> map = new HashMap<>();
    map.put("one", 1);
    map.put("two", List.of(2));
    return map;
  }

  private static void addMaps(List<Sample> all) {
    all.add(Sample.equal("HashMap", entries()));
    Map<String, Object> withNulls = entries();
    withNulls.put(null, null);
    all.add(Sample.equal("HashMap with nulls", withNulls));
    Map<String, Object> ordered = new LinkedHashMap<>();
    ordered.put("z", 1);
    ordered.put("a", 2);
    all.add(Sample.seen("LinkedHashMap", ordered, map -> new ArrayList<>(map.entrySet())));
    TreeMap<String, Object> reversed = new TreeMap<>(Comparator.reverseOrder());
    reversed.putAll(entries());
    all.add(Sample.seen("TreeMap with a comparator", reversed, TreeMap::firstKey));
    all.add(Sample.equal("TreeMap", new TreeMap<>(entries())));
    all.add(Sample.equal("Map.of()", Map.of()));
    all.add(Sample.equal("Map.of(1)", Map.of("a", 1)));
    all.add(Sample.equal("Map.of(...)", Map.of("a", 1, "b", List.of(2))));
    all.add(Sample.equal("Map.entry", Map.entry("a", 1)));
    parts(all, "HashMap", new HashMap<>(entries()));
    parts(all, "LinkedHashMap", ordered);
    parts(all, "TreeMap", new TreeMap<>(entries()));
    parts(all, "ConcurrentHashMap", new ConcurrentHashMap<>(entries()));
    parts(all, "Map.of", Map.of("a", 1, "b", 2));
    all.add(
        Sample.seen("key set of a TreeMap with a comparator", reversed.keySet(), List::copyOf)
            .otherClass());
    all.add(Sample.equal("SimpleEntry", new AbstractMap.SimpleEntry<>("a", 1)));
    all.add(Sample.equal("SimpleImmutableEntry", new AbstractMap.SimpleImmutableEntry<>("a", 1)));
    EnumMap<TimeUnit, Integer> enums = new EnumMap<>(TimeUnit.class);
    enums.put(TimeUnit.DAYS, 1);
    all.add(Sample.equal("EnumMap", enums));
    all.add(Sample.equal("ConcurrentHashMap", new ConcurrentHashMap<>(entries())));
    all.add(Sample.equal("ConcurrentSkipListMap", new ConcurrentSkipListMap<>(entries())));
    all.add(Sample.equal("Hashtable", table()));
    Properties properties = new Properties();
    properties.setProperty("a", "b");
    all.add(Sample.equal("Properties", properties));
    IdentityHashMap<Class<?>, String> identities = new IdentityHashMap<>();
    identities.put(String.class, "s");
    all.add(Sample.seen("IdentityHashMap", identities, map -> map.get(String.class)));
  }

  @SuppressWarnings("JdkObsolete") // it is about this class
  private static Map<String, Object> table() {
    return new Hashtable<>(entries());
  }

  private static void addWrappers(List<Sample> all) {
    List<String> list = new ArrayList<>(WORDS);
    Set<String> set = new HashSet<>(WORDS);
    Map<String, Object> map = entries();
    all.add(Sample.equal("unmodifiableList", Collections.unmodifiableList(list)));
    all.add(Sample.equal("unmodifiableSet", Collections.unmodifiableSet(set)));
    all.add(Sample.equal("unmodifiableMap", Collections.unmodifiableMap(map)));
    all.add(queue("unmodifiableCollection", Collections.unmodifiableCollection(list)));
    all.add(
        Sample.equal(
            "unmodifiableSortedSet", Collections.unmodifiableSortedSet(new TreeSet<>(WORDS))));
    all.add(
        Sample.equal(
            "unmodifiableNavigableMap",
            Collections.unmodifiableNavigableMap(new TreeMap<>(entries()))));
    all.add(Sample.equal("synchronizedList", Collections.synchronizedList(list)));
    all.add(Sample.equal("synchronizedSet", Collections.synchronizedSet(set)));
    all.add(Sample.equal("synchronizedMap", Collections.synchronizedMap(map)));
    all.add(Sample.equal("checkedList", Collections.checkedList(list, String.class)));
    all.add(Sample.equal("emptyList", Collections.emptyList()));
    all.add(Sample.equal("emptySet", Collections.emptySet()));
    all.add(Sample.equal("emptyMap", Collections.emptyMap()));
    all.add(Sample.equal("singletonList", Collections.singletonList("x")));
    all.add(Sample.equal("singleton", Collections.singleton("x")));
    all.add(Sample.equal("singletonMap", Collections.singletonMap("x", 1)));
    all.add(Sample.equal("reverseOrder", Collections.reverseOrder()));
    all.add(Sample.equal("naturalOrder", Comparator.naturalOrder()));
    all.add(Sample.equal("CASE_INSENSITIVE_ORDER", String.CASE_INSENSITIVE_ORDER));
    all.add(
        Sample.equal(
            "wrapper of a wrapper",
            Collections.unmodifiableList(Collections.synchronizedList(list))));
  }

  private static void parts(List<Sample> all, String name, Map<String, ?> map) {
    Object entry = map.entrySet().iterator().next();
    all.add(Sample.equal("entry of a " + name, entry).otherClass());
    all.add(Sample.equal("keySet of a " + name, map.keySet()).otherClass());
    all.add(Sample.equal("entrySet of a " + name, map.entrySet()).otherClass());
    all.add(Sample.seen("values of a " + name, map.values(), HashSet::new).otherClass());
  }
}
