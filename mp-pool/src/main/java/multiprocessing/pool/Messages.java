package multiprocessing.pool;

import java.nio.ByteBuffer;
import java.util.List;
import multiprocessing.SerializationException;

/** What a pool and a worker say to each other over the worker's channel. */
final class Messages {
  /*
   *   pool to worker                                          worker's answer
   *   SINGLE  serialized Object[]{task, argument...}          OUTCOME  one outcome; DONE if it was withdrawn: nothing ran
   *   STORED  path of a file with the same                    the same
   *   SPAN    function number, length, function, elements     FLUSH*   finished, outcomes that end with finished-1
   *           (length -1: the function was sent before;                DONE (the other outcomes are on the slate)
   *           elements: serialized Object[])                  or NO_FUNCTION or NO_ELEMENTS, one failure: nothing ran
   *   STREAM  as SPAN; no outcome waits on the slate          the same
   *           for the end of the next task
   *   end of stream: no more tasks
   *
   * Before its last answer a worker may say RETIRING: it begins no other task, and wants to be replaced.
   *
   * A worker begins with READY, or with NOT_READY and one failure, after which it ends. It has one message at a time:
   * the next comes when this one is answered.
   */
  static final byte SINGLE = 1;
  static final byte SPAN = 2;
  static final byte STREAM = 3;
  static final byte STORED = 4;

  static final byte READY = 11;
  static final byte NOT_READY = 12;
  static final byte OUTCOME = 13;
  static final byte FLUSH = 14;
  static final byte DONE = 15;
  static final byte NO_FUNCTION = 16;
  static final byte NO_ELEMENTS = 17;
  static final byte RETIRING = 18;

  /** Where the outcomes begin in a message of a worker. */
  static final int AFTER_TYPE = 1;

  static final int AFTER_FINISHED = 5;

  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private Messages() {}

  static byte[][] single(byte[] call) {
    return new byte[][] {{SINGLE}, call};
  }

  static byte[][] stored(byte[] path) {
    return new byte[][] {{STORED}, path};
  }

  /**
   * A span.
   *
   * @param type {@link #SPAN} or {@link #STREAM}
   * @param function null if its worker has it
   */
  static byte[][] span(byte type, int functionNumber, byte[] function, byte[] elements) {
    int length = function == null ? 0 : function.length;
    ByteBuffer head = ByteBuffer.allocate(1 + 4 + 4 + length);
    head.put(type).putInt(functionNumber).putInt(function == null ? -1 : length);
    if (function != null) {
      head.put(function);
    }
    byte[][] message = {head.array(), elements};
    int ignored = length(List.of(message)); // its worker reads it into one array
    return message;
  }

  /** One array of all parts of a message. */
  static byte[] join(byte[]... parts) {
    if (parts.length == 1) {
      return parts[0];
    }
    ByteBuffer message = ByteBuffer.allocate(length(List.of(parts)));
    for (byte[] part : parts) {
      message.put(part);
    }
    return message.array();
  }

  /** The length of all parts together; throws if no array can have it. */
  static int length(List<byte[]> parts) {
    long length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    if (length > LONGEST) {
      throw new SerializationException(
          "message is too long: " + length + " bytes, at most 2 GiB fit");
    }
    return (int) length;
  }

  /** All that is on a slate. */
  static byte[] flush(Slate slate) {
    byte[] message = new byte[AFTER_FINISHED + slate.written()];
    ByteBuffer ignored = ByteBuffer.wrap(message).put(FLUSH).putInt(slate.finished());
    slate.outcomes(message, AFTER_FINISHED, message.length - AFTER_FINISHED);
    return message;
  }

  static byte[] flush(int finished, byte[] outcomes) {
    return ByteBuffer.allocate(AFTER_FINISHED + outcomes.length)
        .put(FLUSH)
        .putInt(finished)
        .put(outcomes)
        .array();
  }

  static byte[] of(byte type, OutcomeWriter outcome) {
    return ByteBuffer.allocate(1 + outcome.length())
        .put(type)
        .put(outcome.buffer(), 0, outcome.length())
        .array();
  }
}
