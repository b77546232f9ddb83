package multiprocessing.connection;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import multiprocessing.internal.fifo.Fifo;
import multiprocessing.internal.fifo.FifoReader;
import multiprocessing.internal.fifo.FifoWriter;
import multiprocessing.internal.resource.Board;
import multiprocessing.internal.resource.InFlight;
import multiprocessing.internal.socket.Selectable;
import multiprocessing.internal.socket.SocketLine;
import multiprocessing.internal.socket.SocketSource;
import multiprocessing.internal.stream.ByteSink;
import multiprocessing.internal.stream.ByteSource;
import multiprocessing.internal.stream.Forgotten;
import multiprocessing.internal.time.Deadline;
import multiprocessing.internal.wire.Frames;
import multiprocessing.internal.wire.ObjectCodec;
import multiprocessing.spi.KryoSerializer;
import multiprocessing.spi.Serializer;

/**
 * One end of a channel that carries whole messages: objects, or arrays of bytes (Python's {@code
 * multiprocessing.connection.Connection}). Made by {@link Pipe#open()}, by {@link
 * Listener#accept()} and by {@link Client}; all that is said here holds for each of them.
 *
 * <p>Any thread may send, receive and close; messages of several threads do not mix. Receiving
 * waits for a message, sending waits while the channel is full (64 KiB by default).
 *
 * <p><b>Interrupts.</b> An interrupt before the first byte of a message has moved ends the wait
 * with an {@link InterruptedIOException}, leaves the thread's interrupt flag set and the connection
 * as it was. After the first byte the message is finished, and the flag stays set.
 *
 * <p><b>Closing.</b> One that is forgotten without {@link #close} gives up its end when it is
 * collected, and only then does the other end learn of it; so close it, best by try-with-resources,
 * also one that was received.
 *
 * <p><b>Travelling.</b> A connection given to another process, as an argument of its task or
 * captured by it, is a second holder of the same end there, which that process should close when it
 * has done with it. The sender may close its own copy at once. That is for the ends of a pipe: a
 * connection over a socket is refused at the sender, the other process can connect by itself. An
 * end of a pipe that is sent over a socket to a process that dies before it has taken it is held
 * until this process notices, at its next message.
 *
 * <p><b>Holders of the same end in several processes</b> must not use it at the same time: messages
 * of several processes mix, as in Python, and what is received then is garbage or an error. Guard
 * the end by a lock, or use a queue.
 *
 * <p><b>If the other process dies</b>, or all holders of the other end have closed it: what it had
 * sent completely can still be received, then receiving throws {@link EOFException}, also in the
 * middle of a message; sending throws an {@link IOException}.
 */
public final class Connection implements AutoCloseable, Serializable, Waitable {
  private static final long serialVersionUID = 1;

  /** The largest message: what an array can hold, with room for its header. */
  static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private static final Serializer SERIALIZER = new KryoSerializer();

  static {
    ObjectCodec.registerOwn(Connection.class, new PipeTicket.Departure(), new PipeTicket.Arrival());
  }

  private final transient ByteSource reader;
  private final transient ByteSink writer;
  private final transient ReentrantLock reading = new ReentrantLock();
  private final transient ReentrantLock writing = new ReentrantLock();
  private final transient Forgotten watch;
  private transient volatile boolean closed;

  private Connection(ByteSource reader, ByteSink writer) {
    this.reader = reader;
    this.writer = writer;
    this.watch = Forgotten.watch(this, reader, writer);
  }

  static Connection open(Fifo in, Fifo out) throws IOException {
    FifoReader reader = in == null ? null : in.openReader();
    try {
      return new Connection(reader, out == null ? null : out.openWriter());
    } catch (IOException e) {
      if (reader != null) {
        reader.close();
      }
      throw e;
    }
  }

  /** Takes over a connected socket. */
  static Connection over(SocketLine line) {
    return new Connection(line.source(), line.sink());
  }

  /**
   * Whether this end receives.
   *
   * @return false for the writing end of a one-way pipe
   */
  public boolean isReadable() {
    return reader != null;
  }

  /**
   * Whether this end sends.
   *
   * @return false for the reading end of a one-way pipe
   */
  public boolean isWritable() {
    return writer != null;
  }

  /**
   * Whether this process has closed its copy of this end.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Sends an object; waits while the channel is full.
   *
   * @param value the object, or null
   * @throws multiprocessing.SerializationException if it cannot travel; nothing was sent
   * @throws IOException if this end is closed or receives only, or nobody holds the other end
   */
  public void send(Object value) throws IOException {
    requireWritable();
    try (InFlight.Batch inFlight = InFlight.collect()) {
      try {
        sendBytes(SERIALIZER.dumps(value));
        inFlight.arrivesWhile(writer::hasReader);
      } catch (IOException | RuntimeException | Error e) {
        inFlight.letGo();
        throw e;
      }
    }
  }

  /**
   * Receives an object that was sent with {@link #send}; waits for it.
   *
   * @return the object, or null if null was sent
   * @throws EOFException if nobody holds the other end and nothing is left to receive
   * @throws multiprocessing.SerializationException if it cannot be rebuilt; the message is used up
   * @throws IOException if this end is closed or sends only
   */
  public Object recv() throws IOException {
    return SERIALIZER.loads(recvBytes());
  }

  /**
   * Receives an object of a known class; waits for it.
   *
   * @param <T> the expected type
   * @param type the expected class
   * @return the object, or null if null was sent
   * @throws ClassCastException if it is of another class; the message is used up
   * @throws EOFException if nobody holds the other end and nothing is left to receive
   * @throws IOException if this end is closed or sends only
   */
  public <T> T recv(Class<T> type) throws IOException {
    Objects.requireNonNull(type, "type");
    return type.cast(recv());
  }

  /**
   * Sends bytes as one message; waits while the channel is full.
   *
   * @param bytes the message; may be empty
   * @throws IOException if this end is closed or receives only, or nobody holds the other end
   */
  public void sendBytes(byte[] bytes) throws IOException {
    sendBytes(bytes, 0, bytes.length);
  }

  /**
   * Sends a part of an array as one message; waits while the channel is full.
   *
   * @param bytes the array
   * @param offset where the message begins
   * @param length its length in bytes
   * @throws IndexOutOfBoundsException if the part is not inside the array
   * @throws IOException if this end is closed or receives only, or nobody holds the other end
   */
  public void sendBytes(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    requireWritable();
    lockInterruptibly(writing);
    try {
      Frames.write(writer, bytes, offset, length);
    } finally {
      writing.unlock();
      Reference.reachabilityFence(this); // see Forgotten
    }
  }

  /**
   * Sends the remaining bytes of a buffer as one message and moves its position to its limit; waits
   * while the channel is full.
   *
   * @param bytes the buffer
   * @throws IOException if this end is closed or receives only, or nobody holds the other end; the
   *     buffer's position is as it was
   */
  public void sendBytes(ByteBuffer bytes) throws IOException {
    requireWritable();
    lockInterruptibly(writing);
    try {
      Frames.write(writer, bytes.duplicate());
    } finally {
      writing.unlock();
      Reference.reachabilityFence(this);
    }
    bytes.position(bytes.limit());
  }

  /**
   * Receives a message of bytes; waits for it.
   *
   * @return the message; may be empty
   * @throws EOFException if nobody holds the other end and nothing is left to receive
   * @throws IOException if this end is closed or sends only
   */
  public byte[] recvBytes() throws IOException {
    return recvBytes(MAX_LENGTH);
  }

  /**
   * Receives a message of bytes of a limited length; waits for it.
   *
   * @param maxLength the greatest length in bytes that is accepted, 0 or more
   * @return the message; may be empty
   * @throws IllegalArgumentException if maxLength is negative
   * @throws EOFException if nobody holds the other end and nothing is left to receive
   * @throws IOException if the message is longer (it is skipped, the next one can be received), or
   *     if this end is closed or sends only
   */
  public byte[] recvBytes(int maxLength) throws IOException {
    if (maxLength < 0) {
      throw new IllegalArgumentException("maxLength is negative: " + maxLength);
    }
    requireReadable();
    lockInterruptibly(reading);
    try {
      return Frames.read(reader, maxLength);
    } finally {
      reading.unlock();
      Reference.reachabilityFence(this);
    }
  }

  /** Receives a message of somebody unknown: one that is longer is not read, and closes this. */
  byte[] recvBytesOrRefuse(int maxLength) throws IOException {
    requireReadable();
    lockInterruptibly(reading);
    try {
      return Frames.readOrRefuse(reader, maxLength);
    } catch (Frames.RefusedException e) {
      close();
      throw e;
    } finally {
      reading.unlock();
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Receives a message of bytes into a buffer, from its position on; waits for it.
   *
   * @param buffer where to put the message
   * @return the length of the message in bytes
   * @throws IllegalArgumentException if the buffer is read-only; nothing was received
   * @throws BufferTooShortException if the message is longer than what the buffer has remaining;
   *     the exception holds the message, the buffer is as it was
   * @throws EOFException if nobody holds the other end and nothing is left to receive
   * @throws IOException if this end is closed or sends only
   */
  public int recvBytesInto(ByteBuffer buffer) throws IOException {
    if (buffer.isReadOnly()) {
      throw new IllegalArgumentException("buffer is read-only");
    }
    byte[] message = recvBytes();
    if (message.length > buffer.remaining()) {
      throw new BufferTooShortException(message, buffer.remaining());
    }
    buffer.put(message);
    return message.length;
  }

  /**
   * Tells whether {@link #recv} would not wait: a message has begun to arrive, or nobody holds the
   * other end any more (receiving then throws {@link EOFException}). Reads nothing.
   *
   * @return true if something can be received
   * @throws IOException if this end is closed or sends only
   */
  public boolean poll() throws IOException {
    return isReady(0);
  }

  /** The same for less; see {@link ByteSource#isReady(long)}. */
  boolean isReady(long toleranceNanos) throws IOException {
    requireReadable();
    try {
      return reader.isReady(toleranceNanos);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Where writers tell that they have written into a pipe; null for a socket. */
  Board board() {
    return reader instanceof FifoReader pipe ? pipe.board() : null;
  }

  /** What a selector can wait for here, or null. */
  Selectable selectable() throws IOException {
    requireReadable();
    return reader instanceof SocketSource socket ? socket.selectable() : null;
  }

  /** The same as {@link #poll()}. */
  @Override
  public boolean isReady() throws IOException {
    return poll();
  }

  /**
   * Waits until {@link #poll()} is true, for a limited time.
   *
   * @param timeout how long to wait; zero or less means do not wait
   * @return false if the time is over and there is still nothing
   * @throws InterruptedException if interrupted while waiting; nothing was received
   * @throws IOException if this end is closed, also meanwhile, or sends only
   */
  public boolean poll(Duration timeout) throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(timeout);
    requireReadable();
    try {
      return reader.awaitReady(deadline);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Closes this process's copy of this end; threads that wait in it get an {@link IOException}. The
   * other end learns of it when no other process holds this end. Does nothing if it is closed.
   *
   * @throws IOException if the operating system refuses
   */
  @Override
  public void close() throws IOException {
    closed = true;
    watch.remembered();
    try (ByteSource in = reader;
        ByteSink out = writer) {
      // both are closed, whatever happens
    }
  }

  /** The names of a pipe's streams, the one it reads first. */
  List<Fifo> streams() {
    List<Fifo> streams = new ArrayList<>();
    if (reader instanceof FifoReader in) {
      streams.add(in.fifo());
    }
    if (writer instanceof FifoWriter out) {
      streams.add(out.fifo());
    }
    return streams;
  }

  private void requireReadable() throws IOException {
    if (reader == null) {
      throw new IOException("connection is write-only");
    }
    requireOpen();
  }

  private void requireWritable() throws IOException {
    if (writer == null) {
      throw new IOException("connection is read-only");
    }
    requireOpen();
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("connection is closed");
    }
  }

  private static void lockInterruptibly(ReentrantLock lock) throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted before the message");
    }
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another thread used the connection");
    }
  }

  /** Travels as a ticket, which opens the same end where it arrives. */
  @SuppressWarnings("serial") // it may throw more than ObjectStreamException, and says why it fails
  private Object writeReplace() throws IOException {
    return ticket();
  }

  PipeTicket ticket() throws IOException {
    requireOpen();
    Fifo in = reader instanceof FifoReader from ? from.fifo() : null;
    Fifo out = writer instanceof FifoWriter to ? to.fifo() : null;
    if (in == null && out == null) {
      throw new NotSerializableException(
          "a connection over a socket cannot travel to another process; let that process connect"
              + " by itself with Client.connect, or give it an end of a Pipe");
    }
    return PipeTicket.of(in, out);
  }
}
