package multiprocessing.internal.memory;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import multiprocessing.ProcessException;
import multiprocessing.internal.fifo.FifoMaker;
import multiprocessing.internal.resource.Family;

/** Wakes threads that wait in any process of the family. */
public final class Bell {
  /*
   * Each process that waits has one FIFO, "bell-PID", in the family's folder, and one thread that reads it. Who wants
   * to wake a thread writes its token, four bytes, which a FIFO keeps whole; the reader unparks the thread of that token. So a
   * thread waits by LockSupport.park, with the JDK's own deadlines and interrupts.
   *
   * A token is of one wait, and is rung at most once or twice: a FIFO has room for 16,000 of them, so nobody who
   * rings for a stopped process waits for it. A ring that is lost, with a process or with a family that was left, delays a
   * thread until it looks by itself: nobody waits without looking now and then.
   *
   * The reader opens the FIFO for reading and writing, so it never sees the end of the stream. Who rings
   * opens it for writing: when the process has died, the write fails at once.
   */
  private static final int END = 0;
  private static final int MOST_OPEN = 64;
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final Map<Integer, Thread> WAITING = new ConcurrentHashMap<>();

  // Mutable state, guarded by OTHERS
  private static final Map<Long, OutputStream> OTHERS = new LinkedHashMap<>(16, 0.75f, true);

  // Mutable state, guarded by Bell.class
  private static Bell own;
  private static boolean hooked;

  private final Family family;
  private final Path path;
  private final RandomAccessFile fifo;

  private Bell(Family family) throws IOException {
    this.family = family;
    this.path = pathOf(family, ProcessHandle.current().pid());
    Files.move(Path.of(FifoMaker.make().path()), path, StandardCopyOption.REPLACE_EXISTING);
    this.fifo = new RandomAccessFile(path.toFile(), "rw");
  }

  /**
   * Begins a wait of this thread.
   *
   * @return the token by which it is rung; to be given to {@link #endWait}
   */
  public static int beginWait() {
    hang();
    int token = TOKENS.incrementAndGet();
    while (token == END) {
      token = TOKENS.incrementAndGet();
    }
    WAITING.put(token, Thread.currentThread());
    return token;
  }

  /** Ends a wait. */
  public static void endWait(int token) {
    WAITING.remove(token);
  }

  /**
   * Wakes the thread of a token.
   *
   * @param member its process
   * @return false if that process has died
   */
  public static boolean ring(long member, int token) {
    if (member == Member.self()) {
      wake(token);
      return true;
    }
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        synchronized (OTHERS) {
          write(member, token);
        }
        return true;
      } catch (IOException e) {
        forget(member); // its process has died, or another has its id now
      }
    }
    return Member.isAlive(member);
  }

  /** Removes what a process that has ended has left. */
  public static void remove(long pid) {
    Family.currentIfAny()
        .ifPresent(
            family -> {
              try {
                Files.deleteIfExists(pathOf(family, pid));
              } catch (IOException e) {
                // it goes with the family
              }
            });
  }

  /** Ends this process's bell; the next wait brings a new one. */
  public static void close() {
    Bell bell;
    synchronized (Bell.class) {
      bell = own;
      own = null;
    }
    if (bell != null) {
      bell.end();
    }
    synchronized (OTHERS) {
      OTHERS.values().forEach(Bell::closeQuietly);
      OTHERS.clear();
    }
  }

  private static synchronized void hang() {
    Family family = Family.current();
    if (own != null && own.family == family) {
      return;
    }
    try {
      Bell bell = new Bell(family);
      Thread reader = new Thread(bell::listen, "mp-bell-" + ProcessHandle.current().pid());
      reader.setDaemon(true);
      reader.start();
      own = bell;
      if (!hooked) {
        hooked = true;
        // a JVM that ends waits for threads that are in a system call
        Runtime.getRuntime().addShutdownHook(new Thread(Bell::close, "mp-bell-end"));
      }
    } catch (IllegalStateException e) {
      // this JVM is going down: it waits the 300 ms
    } catch (IOException e) {
      throw new ProcessException("cannot wait for other processes: " + e.getMessage(), e);
    }
  }

  private void listen() {
    byte[] tokens = new byte[4096];
    try (RandomAccessFile open = fifo) {
      while (true) {
        int count = open.read(tokens);
        ByteBuffer read = ByteBuffer.wrap(tokens, 0, Math.max(0, count));
        while (read.remaining() >= Integer.BYTES) {
          int token = read.getInt();
          if (token == END) {
            return;
          }
          wake(token);
        }
      }
    } catch (IOException e) {
      // waiting threads look by themselves, only later
    }
  }

  private void end() {
    try {
      fifo.write(new byte[Integer.BYTES]); // END, in one piece
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // the family's folder has gone already
    }
  }

  private static void wake(int token) {
    LockSupport.unpark(WAITING.get(token));
  }

  private static void write(long member, int token) throws IOException {
    byte[] bytes = {
      (byte) (token >>> 24), (byte) (token >>> 16), (byte) (token >>> 8), (byte) token
    };
    OutputStream bell = OTHERS.get(member);
    if (bell == null) {
      bell = open(pathOf(Family.current(), Member.pid(member)));
      OTHERS.put(member, bell);
      if (OTHERS.size() > MOST_OPEN) {
        closeQuietly(OTHERS.remove(OTHERS.keySet().iterator().next()));
      }
    }
    bell.write(bytes); // a stream, because an interrupt would close a channel
  }

  private static OutputStream open(Path path) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try {
          return openUninterrupted(path);
        } catch (ClosedByInterruptException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static OutputStream openUninterrupted(Path path) throws IOException {
    // the open for writing alone would wait for a reader, and make a file where there is none
    try (FileChannel opener =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new FileOutputStream(path.toFile());
    }
  }

  private static void forget(long member) {
    synchronized (OTHERS) {
      closeQuietly(OTHERS.remove(member));
    }
  }

  private static void closeQuietly(OutputStream bell) {
    if (bell != null) {
      try {
        bell.close();
      } catch (IOException e) {
        // nothing was buffered
      }
    }
  }

  private static Path pathOf(Family family, long pid) {
    return family.folder().resolve("bell-" + pid);
  }
}
