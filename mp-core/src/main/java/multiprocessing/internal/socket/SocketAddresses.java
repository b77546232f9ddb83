package multiprocessing.internal.socket;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/** The kinds of addresses that there are: TCP and Unix-domain sockets. */
public final class SocketAddresses {
  private SocketAddresses() {}

  /** Refuses any other kind. */
  public static void check(SocketAddress address) {
    Objects.requireNonNull(address, "address");
    if (!(address instanceof InetSocketAddress) && !(address instanceof UnixDomainSocketAddress)) {
      throw new IllegalArgumentException(
          "neither an InetSocketAddress nor a UnixDomainSocketAddress: "
              + address.getClass().getName());
    }
  }

  /** Whether any process of this machine, or of another, could connect to it. */
  public static boolean isTcp(SocketAddress address) {
    return address instanceof InetSocketAddress;
  }

  /** The family of its own, so that an IPv4 address is bound as what other languages call one. */
  static ProtocolFamily family(SocketAddress address) throws UnknownHostException {
    if (!(address instanceof InetSocketAddress inet)) {
      return StandardProtocolFamily.UNIX;
    }
    if (inet.isUnresolved()) {
      throw new UnknownHostException("unknown host: " + inet.getHostString());
    }
    return inet.getAddress() instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }
}
