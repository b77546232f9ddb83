package multiprocessing.connection;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.nio.file.Path;
import multiprocessing.internal.fifo.Fifo;
import multiprocessing.internal.resource.InFlight;

/**
 * A connection on its way to another process: the names of its streams, held open by the sender.
 */
final class PipeTicket implements Serializable {
  private static final long serialVersionUID = 1;

  private final String in;
  private final long inNumber;
  private final String out;
  private final long outNumber;
  private final String ticket;

  private PipeTicket(Fifo in, Fifo out, Path ticket) {
    this.in = in == null ? null : in.path();
    this.inNumber = in == null ? 0 : in.number();
    this.out = out == null ? null : out.path();
    this.outNumber = out == null ? 0 : out.number();
    this.ticket = ticket.toString();
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
}
