package multiprocessing.connection;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.nio.file.Path;
import multiprocessing.function.SerializableFunction;
import multiprocessing.internal.fifo.Fifo;
import multiprocessing.internal.resource.InFlight;

/**
 * A connection on its way to another process: the names of its streams, held open by the sender. By
 * itself in a graph it travels as its parts, in something that Java serialization carries as this.
 */
final class PipeTicket implements Serializable {
  private static final long serialVersionUID = 1;

  private final String in;
  private final long inNumber;
  private final String out;
  private final long outNumber;
  private final String ticket;

  private PipeTicket(Fifo in, Fifo out, Path ticket) {
    this(
        in == null ? null : in.path(),
        in == null ? 0 : in.number(),
        out == null ? null : out.path(),
        out == null ? 0 : out.number(),
        ticket.toString());
  }

  private PipeTicket(String in, long inNumber, String out, long outNumber, String ticket) {
    this.in = in;
    this.inNumber = inNumber;
    this.out = out;
    this.outNumber = outNumber;
    this.ticket = ticket;
  }

  static PipeTicket of(Fifo in, Fifo out) throws IOException {
    Connection held = Connection.open(in, out);
    try {
      return new PipeTicket(in, out, InFlight.hold(held::close));
    } catch (IOException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  private Object readResolve() throws InvalidObjectException {
    return arrive();
  }

  private Connection arrive() throws InvalidObjectException {
    try {
      Connection arrived =
          Connection.open(
              in == null ? null : new Fifo(in, inNumber),
              out == null ? null : new Fifo(out, outNumber));
      InFlight.taken(Path.of(ticket));
      return arrived;
    } catch (IOException e) {
      InvalidObjectException gone =
          new InvalidObjectException(
              "a connection cannot be opened where it arrived: "
                  + e.getMessage()
                  + "; had all its holders closed it?");
      gone.initCause(e);
      throw gone;
    }
  }

  /** Takes a connection apart. */
  static final class Departure implements SerializableFunction<Object, Object[]> {
    private static final long serialVersionUID = 1;

    @Override
    public Object[] apply(Object connection) throws IOException {
      PipeTicket of = ((Connection) connection).ticket();
      return new Object[] {of.in, of.inNumber, of.out, of.outNumber, of.ticket};
    }
  }

  /** Makes it again where it arrives. */
  static final class Arrival implements SerializableFunction<Object[], Connection> {
    private static final long serialVersionUID = 1;

    @Override
    public Connection apply(Object[] parts) throws InvalidObjectException {
      return new PipeTicket(
              (String) parts[0],
              (Long) parts[1],
              (String) parts[2],
              (Long) parts[3],
              (String) parts[4])
          .arrive();
    }
  }
}
