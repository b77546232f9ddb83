package multiprocessing.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/** Reads the islands of a message; the counterpart of {@link IslandWriter}. */
final class IslandReader extends ObjectInputStream {
  /** A hash table of n entries, two bytes each at least, has fewer than 2.7 n buckets. */
  private static final int CELLS_PER_BYTE = 4;

  private final GraphReader graph;
  private boolean bridgedNext;

  IslandReader(GraphReader graph, byte[] data, int offset, int length) throws IOException {
    super(new ByteArrayInputStream(data, offset, length));
    this.graph = graph;
    setObjectInputFilter(new LengthFilter(getObjectInputFilter(), (long) length * CELLS_PER_BYTE));
  }

  Object readBridged() throws IOException {
    try {
      return graph.read();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      InvalidObjectException invalid = new InvalidObjectException("cannot be rebuilt: " + e);
      invalid.initCause(e);
      throw invalid;
    }
  }

  /** Says that the next object the filter is asked about is not of this stream. */
  void expectBridged() {
    bridgedNext = true;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description) throws IOException {
    String name = description.getName();
    if (name.equals(Bridge.class.getName())) {
      return Bridge.class;
    }
    return ClassNames.find(prefix() + name, graph.loader);
  }

  /** What the writer said of the class loader; nothing in most cases. */
  private String prefix() throws IOException {
    return available() > 0 ? readUTF() : "";
  }

  @Override
  protected Class<?> resolveProxyClass(String[] interfaceNames) throws IOException {
    String prefix = prefix();
    Class<?>[] interfaces = new Class<?>[interfaceNames.length];
    for (int i = 0; i < interfaces.length; i++) {
      interfaces[i] = ClassNames.find(prefix + interfaceNames[i], graph.loader);
    }
    ClassLoader loader = ClassNames.loader(prefix, graph.loader);
    return Proxy.newProxyInstance(loader, interfaces, (proxy, method, args) -> null).getClass();
  }

  /**
   * Refuses arrays longer than the stream can fill, and asks the user's own filter, if any. What a
   * bridge leads to was limited when the graph's stream was read.
   */
  private final class LengthFilter implements ObjectInputFilter {
    private final ObjectInputFilter users;
    private final long longest;

    LengthFilter(ObjectInputFilter users, long longest) {
      this.users = users;
      this.longest = longest;
    }

    @Override
    public Status checkInput(FilterInfo info) {
      boolean bridged = bridgedNext;
      bridgedNext = false;
      if (!bridged && info.arrayLength() > longest + 64) {
        return Status.REJECTED;
      }
      return users == null ? Status.UNDECIDED : users.checkInput(info);
    }
  }
}
