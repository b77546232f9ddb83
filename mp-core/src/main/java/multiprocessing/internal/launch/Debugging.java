package multiprocessing.internal.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A port at which a debugger can attach to one child; given back by {@link #close}. */
final class Debugging implements AutoCloseable {
  /*
   * The JVM could choose a free port by itself, but would say which on standard output, which is the user's. So the port
   * is chosen here, and kept from all others until the child has it, and after: by a socket that is bound to it and never
   * listens. Both sockets say that they reuse the address, so the kernel lets the child, which asks for this very port, bind
   * to it too; whoever asks for any free port gets another one.
   */
  static final String PROPERTY = "multiprocessing.debug";

  private static final String SUSPEND = "suspend";

  /** After that time a suspended child gives up: one whose parent was killed cannot notice it. */
  private static final long SUSPENDED_MILLIS = 1_800_000;

  private final Socket reserved;
  private final boolean suspend;

  private Debugging(Socket reserved, boolean suspend) {
    this.reserved = reserved;
    this.suspend = suspend;
  }

  /** Whether children are to be debugged. */
  static boolean isOn() {
    String value = System.getProperty(PROPERTY, "false");
    return switch (value) {
      case "false" -> false;
      case "", "true", SUSPEND -> true;
      default ->
          throw new IllegalArgumentException(
              "the system property "
                  + PROPERTY
                  + " is true, suspend or false, not '"
                  + value
                  + "'");
    };
  }

  /**
   * A port for the next child.
   *
   * @param java what runs the child
   * @param jvmOptions the caller's own
   * @return null if it is not to be debugged, or its own options say how
   * @throws IOException if that java has no debugger agent
   */
  static Debugging forNext(Path java, List<String> jvmOptions) throws IOException {
    if (!isOn()
        || FrozenApp.launcher() != null
        || jvmOptions.stream().anyMatch(InheritedOptions::isDebugger)) {
      return null;
    }
    requireAgent(java);
    Socket socket = new Socket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
      return new Debugging(socket, SUSPEND.equals(System.getProperty(PROPERTY)));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Checks that a JVM can be debugged.
   *
   * @throws IOException if it has no agent; of what is no usual runtime, nothing is assumed
   */
  static void requireAgent(Path java) throws IOException {
    if (!Files.exists(java)) {
      return; // that is told by the start
    }
    Path lib = java.toRealPath().resolveSibling("../lib").normalize();
    if (Files.exists(lib.resolve("modules"))
        && !Files.exists(lib.resolve(System.mapLibraryName("jdwp")))) {
      throw new IOException(
          "it is to be debugged ("
              + PROPERTY
              + "), but "
              + lib.getParent()
              + " has no debugger agent; add the module jdk.jdwp.agent to that runtime, or do"
              + " without that property");
    }
  }

  /** The option of the child's JVM. */
  String option() {
    return "-agentlib:jdwp=transport=dt_socket,server=y,quiet=y,address=127.0.0.1:"
        + port()
        + (suspend ? ",suspend=y,timeout=" + SUSPENDED_MILLIS : ",suspend=n");
  }

  /** Says where the debugger is expected. */
  void announce(String name, long pid) {
    if (System.err != null) {
      String what =
          suspend ? " waits for a debugger at 127.0.0.1:" : " can be debugged at 127.0.0.1:";
      System.err.println("process '" + name + "', pid " + pid + "," + what + port());
    }
  }

  private int port() {
    return reserved.getLocalPort();
  }

  @Override
  public void close() {
    try {
      reserved.close();
    } catch (IOException e) {
      // it was bound, nothing more
    }
  }
}
