package multiprocessing.internal.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Copies to one of this process's own standard streams. */
final class CopySink implements OutputSink {
  private final OutputStream to;

  /** A sink for {@link FileDescriptor#out} or {@link FileDescriptor#err}. */
  CopySink(FileDescriptor descriptor) {
    this.to = new FileOutputStream(descriptor); // never closed: that would close it for all of us
  }

  @Override
  public void accept(byte[] bytes, int count) {
    try {
      to.write(bytes, 0, count);
    } catch (IOException e) {
      // our own stream is closed; the child must not block for that
    }
  }
}
