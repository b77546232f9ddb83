package multiprocessing.internal.classes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/** A copy of a resource that only another process can open, behind an address. */
final class ServedResource extends URLStreamHandler {
  private static final String PROTOCOL = "mp-served";

  private final byte[] content;

  private ServedResource(byte[] content) {
    this.content = content;
  }

  /** The address of a resource; what has a copy with it is read from that. */
  static URL url(ResourceAnswer resource) throws MalformedURLException {
    return resource.content() == null
        ? new URL(resource.address())
        : new URL(
            null,
            PROTOCOL + ":" + resource.address().replace("#", "%23"),
            new ServedResource(resource.content()));
  }

  @Override
  protected URLConnection openConnection(URL url) {
    return new URLConnection(url) {
      @Override
      public void connect() {
        connected = true;
      }

      @Override
      public InputStream getInputStream() throws IOException {
        return new ByteArrayInputStream(content);
      }

      @Override
      public long getContentLengthLong() {
        return content.length;
      }
    };
  }
}
