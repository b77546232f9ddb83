package multiprocessing.benchmarks;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Compares what a Connection could be made of: one byte to another JVM and back, over named pipes,
 * Unix sockets and TCP, each used in the plainest way the JDK has. Prints microseconds; see
 * docs/ARCHITECTURE.md for what was decided by it.
 */
final class Transports {
  private static final int WARM_UP = 20_000;
  private static final int UNITS = 20_000;
  private static final int ROUNDS = 5;

  private Transports() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      echo(arguments[0], arguments[1]);
      return;
    }
    Path folder = Files.createTempDirectory("mp-transports-");
    try {
      for (String kind : List.of("fifo-streams", "fifo-channels", "unix", "tcp")) {
        System.out.printf("%-14s %6.1f us%n", kind, measure(kind, folder) / 1e3);
      }
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static double measure(String kind, Path folder) throws IOException, InterruptedException {
    if (kind.startsWith("fifo")) {
      Path there = folder.resolve(kind + "-there");
      Path back = folder.resolve(kind + "-back");
      run("mkfifo", there.toString(), back.toString());
      Process child = child(kind, there + ":" + back);
      try (FileOutputStream out = new FileOutputStream(there.toFile());
          FileInputStream in = new FileInputStream(back.toFile())) {
        return kind.equals("fifo-streams")
            ? roundTrips(() -> streamRoundTrip(in, out))
            : roundTrips(() -> channelRoundTrip(in.getChannel(), out.getChannel()));
      } finally {
        child.waitFor();
      }
    }
    boolean unix = kind.equals("unix");
    SocketAddress any =
        unix
            ? UnixDomainSocketAddress.of(folder.resolve("socket"))
            : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    StandardProtocolFamily family =
        unix ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET;
    try (ServerSocketChannel server = ServerSocketChannel.open(family).bind(any)) {
      SocketAddress bound = server.getLocalAddress();
      String where =
          unix ? bound.toString() : Integer.toString(((InetSocketAddress) bound).getPort());
      Process child = child(kind, where);
      try (SocketChannel channel = server.accept()) {
        if (!unix) {
          channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return roundTrips(() -> channelRoundTrip(channel, channel));
      } finally {
        child.waitFor();
      }
    }
  }

  private static void echo(String kind, String where) throws IOException {
    if (kind.startsWith("fifo")) {
      String[] paths = where.split(":", 2);
      try (FileInputStream in = new FileInputStream(paths[0]);
          FileOutputStream out = new FileOutputStream(paths[1])) {
        if (kind.equals("fifo-streams")) {
          for (int b = in.read(); b >= 0; b = in.read()) {
            out.write(b);
          }
        } else {
          echo(in.getChannel(), out.getChannel());
        }
      }
    } else if (kind.equals("unix")) {
      try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(where))) {
        echo(channel, channel);
      }
    } else {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(where));
      try (SocketChannel channel = SocketChannel.open(address)) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        echo(channel, channel);
      }
    }
  }

  private static void echo(ReadableByteChannel in, WritableByteChannel out) throws IOException {
    ByteBuffer one = ByteBuffer.allocateDirect(1);
    while (in.read(one) >= 0) {
      one.flip();
      out.write(one);
      one.clear();
    }
  }

  private static double roundTrips(RoundTrip trip) throws IOException {
    for (int i = 0; i < WARM_UP; i++) {
      trip.run();
    }
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < UNITS; i++) {
        trip.run();
      }
      rounds[round] = (double) (System.nanoTime() - start) / UNITS;
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  private static void streamRoundTrip(FileInputStream in, FileOutputStream out) throws IOException {
    out.write(1);
    new DataInputStream(in).readByte();
  }

  private static void channelRoundTrip(ReadableByteChannel in, WritableByteChannel out)
      throws IOException {
    out.write(ByteBuffer.wrap(new byte[1]));
    if (in.read(ByteBuffer.allocate(1)) != 1) {
      throw new EOFException("the echo is gone");
    }
  }

  private static Process child(String kind, String where) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Transports.class.getName(),
            kind,
            where)
        .inheritIO()
        .start();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }

  private interface RoundTrip {
    void run() throws IOException;
  }
}
