package multiprocessing.internal.records;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a task has logged.
 *
 * @param logger the name of the logger
 * @param level as in {@code org.slf4j.event.Level}
 * @param thread the name of the thread
 * @param message the text, with its arguments
 * @param trace the stack trace of an exception; empty if there is none
 * @param context the MDC of the thread
 */
public record Entry(
    String logger,
    int level,
    String thread,
    String message,
    String trace,
    Map<String, String> context) {
  /** What is longer is cut. */
  private static final int LONGEST_TEXT = 64 * 1024;

  /** As bytes: the level, then all texts, each with its length. */
  byte[] encode() {
    byte[][] texts = new byte[4 + 2 * context.size()][];
    texts[0] = bytes(logger);
    texts[1] = bytes(thread);
    texts[2] = bytes(message);
    texts[3] = bytes(trace);
    int next = 4;
    for (Map.Entry<String, String> pair : context.entrySet()) {
      texts[next++] = bytes(pair.getKey());
      texts[next++] = bytes(pair.getValue());
    }
    int length = 2 * Integer.BYTES;
    for (byte[] text : texts) {
      length += Integer.BYTES + text.length;
    }
    ByteBuffer out = ByteBuffer.allocate(length).putInt(level).putInt(texts.length);
    for (byte[] text : texts) {
      out.putInt(text.length).put(text);
    }
    return out.array();
  }

  static int levelOf(byte[] encoded) {
    return ByteBuffer.wrap(encoded).getInt();
  }

  /** Reads the next one of a message. */
  public static Entry decode(ByteBuffer in) {
    int level = in.getInt();
    String[] texts = new String[in.getInt()];
    for (int i = 0; i < texts.length; i++) {
      byte[] text = new byte[in.getInt()];
      in.get(text);
      texts[i] = new String(text, StandardCharsets.UTF_8);
    }
    Map<String, String> context = new LinkedHashMap<>();
    for (int i = 4; i < texts.length; i += 2) {
      context.put(texts[i], texts[i + 1]);
    }
    return new Entry(texts[0], level, texts[1], texts[2], texts[3], context);
  }

  private static byte[] bytes(String text) {
    String whole = String.valueOf(text);
    boolean cut = whole.length() > LONGEST_TEXT;
    return (cut ? whole.substring(0, LONGEST_TEXT) + "..." : whole)
        .getBytes(StandardCharsets.UTF_8);
  }
}
