package multiprocessing.internal.wire;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A plain second JVM, with no flags, that loads what it gets, dumps it, and sends it back. */
final class EchoJvm implements AutoCloseable {
  private final Process process;
  private final Path output;
  private final ServerSocket server;

  private EchoJvm(Process process, Path output, ServerSocket server) {
    this.process = process;
    this.output = output;
    this.server = server;
  }

  static EchoJvm start() throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(30_000);
    Path output = Files.createTempFile("echo-jvm", ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                EchoJvm.class.getName(),
                Integer.toString(server.getLocalPort()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    return new EchoJvm(process, output, server);
  }

  List<byte[]> exchange(List<byte[]> messages) throws IOException {
    List<byte[]> back = new ArrayList<>();
    try (Socket socket = server.accept()) {
      socket.setSoTimeout(30_000);
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (byte[] message : messages) {
        out.writeInt(message.length);
        out.write(message);
        out.flush();
        back.add(in.readNBytes(in.readInt()));
      }
      out.writeInt(-1);
      out.flush();
    } catch (IOException e) {
      throw new IOException("the other JVM failed after " + back.size() + ": " + output(), e);
    }
    return back;
  }

  boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    return process.waitFor(timeout, unit);
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    server.close();
    Files.delete(output);
  }

  /** The other JVM's main; what fails is printed, and seen by the test as output. */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      for (int length = in.readInt(); length >= 0; length = in.readInt()) {
        Object value = ObjectCodec.loads(in.readNBytes(length));
        byte[] back = ObjectCodec.dumps(value, "value");
        out.writeInt(back.length);
        out.write(back);
        out.flush();
      }
    }
  }
}
