package multiprocessing.connection;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import multiprocessing.ProcessException;
import multiprocessing.internal.resource.Family;
import multiprocessing.internal.resource.TrackedName;

/**
 * The file of a listener's Unix-domain socket, as far as the family is to remove it: not if there
 * can be no family, nor if the file is in the family's folder. A file that cannot be tracked is no
 * reason not to listen.
 */
final class SocketFile {
  private final TrackedName name;

  private SocketFile(TrackedName name) {
    this.name = name;
  }

  /** To be called before the socket is made. */
  static SocketFile track(SocketAddress address) {
    if (address instanceof UnixDomainSocketAddress unix && !unix.getPath().toString().isEmpty()) {
      try {
        Family family = Family.current();
        if (!unix.getPath().startsWith(family.folder())) {
          return new SocketFile(family.track(unix.getPath()));
        }
      } catch (IOException | IllegalArgumentException e) {
        return new SocketFile(null); // there is such a file already, or no such folder
      } catch (ProcessException | UnsupportedOperationException e) {
        return new SocketFile(null); // no family here: the file stays if this process is killed
      }
    }
    return new SocketFile(null);
  }

  /** The socket is there. */
  void made() {
    try {
      if (name != null) {
        name.made();
      }
    } catch (IOException e) {
      // it is tracked as before, only less exactly
    }
  }

  /** The socket is gone, or was not made. */
  void forget() {
    try {
      if (name != null) {
        name.forget();
      }
    } catch (IOException e) {
      // the janitor will not find this file any more, and so removes none
    }
  }
}
