package multiprocessing.shared;

import java.io.InvalidObjectException;
import java.io.Serializable;
import multiprocessing.internal.memory.SharedObject;
import multiprocessing.sync.RLock;

/** A value or an array on its way to another process; the lock is null if it is unlocked. */
record SharedTicket(String type, SharedObject.Ticket memory, RLock lock) implements Serializable {

  private Object readResolve() throws InvalidObjectException {
    SharedObject arrived = memory.open();
    return switch (type) {
      case "IntValue" -> new IntValue(arrived, lock);
      case "LongValue" -> new LongValue(arrived, lock);
      case "DoubleValue" -> new DoubleValue(arrived, lock);
      case "FloatValue" -> new FloatValue(arrived, lock);
      case "ShortValue" -> new ShortValue(arrived, lock);
      case "ByteValue" -> new ByteValue(arrived, lock);
      case "CharValue" -> new CharValue(arrived, lock);
      case "BooleanValue" -> new BooleanValue(arrived, lock);
      case "IntArray" -> new IntArray(arrived, lock);
      case "LongArray" -> new LongArray(arrived, lock);
      case "DoubleArray" -> new DoubleArray(arrived, lock);
      case "FloatArray" -> new FloatArray(arrived, lock);
      case "ShortArray" -> new ShortArray(arrived, lock);
      case "ByteArray" -> new ByteArray(arrived, lock);
      case "CharArray" -> new CharArray(arrived, lock);
      case "BooleanArray" -> new BooleanArray(arrived, lock);
      case "StringArray" -> new StringArray(arrived, lock);
      default -> throw new InvalidObjectException("not known here: " + type);
    };
  }
}
