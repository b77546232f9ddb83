package multiprocessing.internal.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Objects of users' classes, and what refers to what in them. */
final class CorpusUserTypes {
  private CorpusUserTypes() {}

  static void addTo(List<Sample> all) {
    addShapes(all);
    addHooks(all);
    addIdentity(all);
  }

  private static void addShapes(List<Sample> all) {
    all.add(
        Sample.seen(
            "class with all kinds of fields",
            new UserTypes.Everything(),
            UserTypes.Everything::view));
    all.add(
        Sample.seen("subclass hiding a field", new UserTypes.Hiding(1, 2), UserTypes.Hiding::view));
    all.add(
        Sample.holds(
            "class without a default constructor",
            new UserTypes.NoDefault(5),
            copy -> copy.value == 5));
    all.add(
        Sample.holds("transient field", new UserTypes.WithTransient(), copy -> copy.lost == null));
    all.add(Sample.equal("record", new UserTypes.Point(1, -2)));
    all.add(
        Sample.equal(
            "generic record", new UserTypes.Pair<>("a", List.of(new UserTypes.Point(1, 2)))));
    all.add(Sample.equal("empty record", new UserTypes.Empty()));
    all.add(
        Sample.holds(
            "record with a lying accessor",
            new UserTypes.Lying(5),
            copy -> copy.equals(new UserTypes.Lying(5))));
    all.add(Sample.equal("enum", UserTypes.Shade.DARK));
    all.add(Sample.equal("enum with a body", UserTypes.Shade.LIGHT));
    all.add(Sample.equal("array of enums", UserTypes.Shade.values()));
    all.add(
        Sample.equal("array of records", new UserTypes.Point[] {new UserTypes.Point(1, 2), null}));
    UserTypes.Outer outer = new UserTypes.Outer(9);
    all.add(Sample.holds("inner class", outer.inner(), copy -> copy.sum() == 10));
    all.add(Sample.holds("anonymous class", anonymous(7), copy -> copy.get().equals("7 caught")));
    all.add(Sample.holds("local class", local("x"), copy -> copy.get().equals("local x")));
    all.add(Sample.seen("user subclass of ArrayList", tagged(), UserTypes.Tagged::view));
    all.add(
        Sample.seen(
            "user subclass of HashMap", new UserTypes.Registry("r"), UserTypes.Registry::view));
    all.add(
        Sample.seen("user subclass of Number", new UserTypes.Money(5), UserTypes.Money::intValue));
    all.add(
        Sample.seen(
            "AtomicReference to a user object",
            new AtomicReference<>(new UserTypes.NoDefault(3)),
            reference -> reference.get().value));
    all.add(
        Sample.seen(
            "unmodifiableList of user objects",
            Collections.unmodifiableList(new ArrayList<>(List.of(new UserTypes.NoDefault(3)))),
            list -> list.get(0).value));
  }

  private static Supplier<String> anonymous(int captured) {
    return new Supplier<>() {
      @Override
      public String get() {
        return captured + " caught";
      }
    };
  }

  private static Supplier<String> local(String captured) {
    class Local implements Supplier<String> {
      @Override
      public String get() {
        return "local " + captured;
      }
    }
    return new Local();
  }

  private static UserTypes.Tagged tagged() {
    UserTypes.Tagged list = new UserTypes.Tagged(new UserTypes.NoDefault(8));
    list.add("a");
    return list;
  }

  private static void addHooks(List<Sample> all) {
    all.add(Sample.equal("Serializable without hooks", new UserTypes.Plain("p")));
    all.add(
        Sample.holds("readResolve", UserTypes.Single.ONLY, copy -> copy == UserTypes.Single.ONLY));
    all.add(
        Sample.holds(
            "writeReplace", new UserTypes.Replaced("r"), copy -> copy.text.startsWith("r/proxy")));
    all.add(Sample.holds("Externalizable", external("e"), copy -> copy.text.startsWith("e!")));
    all.add(Sample.holds("writeObject", new UserTypes.Counted(4), copy -> copy.twice == 8));
    all.add(
        Sample.holds(
            "writeObject with a foreign object",
            new UserTypes.Holder(3),
            copy -> copy.held.value == 3));
    all.add(
        Sample.holds("serialPersistentFields", new UserTypes.Chosen(), copy -> copy.left == null));
  }

  private static UserTypes.External external(String text) {
    UserTypes.External external = new UserTypes.External();
    external.text = text;
    return external;
  }

  private static void addIdentity(List<Sample> all) {
    Object shared = new UserTypes.NoDefault(1);
    all.add(Sample.holds("shared object", new Object[] {shared, shared}, a -> a[0] == a[1]));
    Object[] self = new Object[1];
    self[0] = self;
    all.add(Sample.holds("array in itself", self, a -> a[0] == a));
    UserTypes.Link first = new UserTypes.Link();
    UserTypes.Link second = new UserTypes.Link();
    first.other = second;
    second.other = first;
    all.add(Sample.holds("cyclic objects", first, copy -> copy.other.other == copy));
    List<Object> list = new ArrayList<>();
    list.add(list);
    all.add(Sample.holds("list in itself", list, copy -> copy.get(0) == copy));
    List<Object> inner = new ArrayList<>();
    Collection<Object> wrapper = Collections.unmodifiableCollection(inner);
    inner.add(wrapper);
    all.add(
        Sample.holds(
            "wrapper in its own content", wrapper, copy -> copy.iterator().next() == copy));
    AtomicReference<Object> reference = new AtomicReference<>();
    reference.set(new Object[] {reference});
    all.add(
        Sample.holds(
            "reference to its holder", reference, copy -> ((Object[]) copy.get())[0] == copy));
    UserTypes.Link holder = new UserTypes.Link();
    holder.any = new UserTypes.Pair<>(1, holder);
    all.add(
        Sample.holds(
            "object in its record", holder, l -> ((UserTypes.Pair<?, ?>) l.any).second() == l));
    UserTypes.Pair<?, ?> pair = (UserTypes.Pair<?, ?>) holder.any;
    all.add(
        Sample.holds("record in its object", pair, p -> ((UserTypes.Link) p.second()).any == p));
    holder = new UserTypes.Link();
    List<UserTypes.Link> immutable = List.of(holder);
    holder.any = immutable;
    all.add(Sample.holds("immutable list in its element", immutable, l -> l.get(0).any == l));
    String text = new String("text".toCharArray());
    all.add(Sample.holds("shared string", new Object[] {text, text}, a -> a[0] == a[1]));
    java.net.URI uri = java.net.URI.create("a:b");
    Object[] both = {uri, new Object[] {uri}};
    all.add(Sample.holds("shared URI", both, a -> a[0] == ((Object[]) a[1])[0]));
  }
}
