package multiprocessing.internal.launch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;

/** Prints each line behind the name of the process that wrote it. */
final class PrefixSink extends LineSink {
  private final byte[] prefix;
  private final OutputSink to;

  PrefixSink(String name, OutputSink to) {
    this.prefix = ("[" + name + "] ").getBytes(Charset.defaultCharset());
    this.to = to;
  }

  @Override
  void line(byte[] bytes, int length) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(prefix.length + length + 1);
    whole.write(prefix, 0, prefix.length);
    whole.write(bytes, 0, length);
    whole.write('\n');
    to.accept(whole.toByteArray(), whole.size()); // in one write, so that lines do not mix
  }
}
