package multiprocessing.internal.classes;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import multiprocessing.internal.socket.SocketLine;
import multiprocessing.internal.socket.SocketServer;

/** Answers other processes of the family that need classes which only this one has. */
final class ClassServer implements Closeable {
  /*
   * One thread takes callers, one per caller answers it, until it hangs up or ends. They read nothing but a few
   * bytes of fixed shape, so that there is nothing to authenticate: who can open the socket, in a folder that is this
   * user's only, could read the class files themselves. No thread keeps a context class loader of a user alive.
   */
  private static final int LONGEST_QUESTION = Question.LONGEST;

  private final SocketServer socket;
  private final Answers answers;
  private final Runnable whenQuiet;

  // Mutable state, guarded by this
  private final Set<SocketLine> callers = new LinkedHashSet<>();
  private boolean closed;

  private ClassServer(SocketServer socket, Answers answers, Runnable whenQuiet) {
    this.socket = socket;
    this.answers = answers;
    this.whenQuiet = whenQuiet;
  }

  /**
   * Begins to answer.
   *
   * @param whenQuiet called, by any thread, when the last caller has hung up
   */
  static ClassServer start(Path path, SharedLoaders loaders, Runnable whenQuiet)
      throws IOException {
    SocketServer socket = SocketServer.bind(UnixDomainSocketAddress.of(path), true);
    ClassServer server = new ClassServer(socket, new Answers(loaders), whenQuiet);
    try {
      thread("mp-classes", server::takeCallers).start();
      return server;
    } catch (Error e) {
      server.close();
      throw e;
    }
  }

  synchronized boolean hasCallers() {
    return !callers.isEmpty();
  }

  @Override
  public void close() throws IOException {
    List<SocketLine> open;
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(callers);
    }
    try {
      socket.close();
    } finally {
      for (SocketLine line : open) {
        line.close();
      }
    }
  }

  private void takeCallers() {
    try {
      while (true) {
        socket.await(true, Long.MAX_VALUE / 2);
        boolean ignored = Thread.interrupted(); // nobody knows this thread who could mean it
        SocketLine caller = socket.accept();
        if (caller != null) {
          admit(caller);
        }
      }
    } catch (IOException e) {
      // closed: nobody needs classes any more
    }
  }

  private void admit(SocketLine caller) throws IOException {
    synchronized (this) {
      if (closed) {
        caller.close();
        return;
      }
      callers.add(caller);
    }
    try {
      thread("mp-class-caller", () -> answer(caller)).start();
    } catch (OutOfMemoryError e) {
      hangUp(caller); // no more threads: the caller learns that it has no answer
    }
  }

  private void answer(SocketLine caller) {
    try {
      Blocks blocks = new Blocks(caller, LONGEST_QUESTION);
      while (true) {
        blocks.send(answers.to(Question.decode(blocks.receive())));
      }
    } catch (IOException | OutOfMemoryError e) {
      // it has gone; or its answer is too large, which it learns by the end of the line
    } finally {
      hangUp(caller);
    }
  }

  private void hangUp(SocketLine caller) {
    try {
      caller.close();
    } catch (IOException e) {
      // it is not used any more in any case
    }
    boolean quiet;
    synchronized (this) {
      callers.remove(caller);
      quiet = callers.isEmpty();
    }
    if (quiet) {
      whenQuiet.run();
    }
  }

  private static Thread thread(String job, Runnable work) {
    Thread thread = new Thread(work, job + "-" + ProcessHandle.current().pid());
    thread.setDaemon(true);
    thread.setContextClassLoader(JvmLoaders.system());
    return thread;
  }
}
