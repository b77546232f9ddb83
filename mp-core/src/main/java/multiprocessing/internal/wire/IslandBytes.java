package multiprocessing.internal.wire;

import java.io.ByteArrayOutputStream;
import java.io.ObjectStreamConstants;

/** What Java serialization has written, which can be looked at and shortened. */
final class IslandBytes extends ByteArrayOutputStream {
  static final int REFERENCE_BYTES = 1 + Integer.BYTES;

  /** Returns the handle in the reference at an offset, or 0 if there is none. */
  int reference(int at) {
    if (buf[at] != ObjectStreamConstants.TC_REFERENCE) {
      return 0;
    }
    return buf[at + 1] << 24
        | (buf[at + 2] & 0xff) << 16
        | (buf[at + 3] & 0xff) << 8
        | (buf[at + 4] & 0xff);
  }

  void truncate(int size) {
    count = size;
  }
}
