package multiprocessing.connection;

import java.time.Duration;
import java.util.Objects;

/**
 * What a {@link Listener}, a {@link Client} and {@link Authentication} ask of a handshake. Values
 * do not change: each method returns another one.
 */
public final class HandshakeOptions {
  private static final HandshakeOptions DEFAULTS =
      new HandshakeOptions(Duration.ofSeconds(10), false);

  private final Duration timeout;
  private final boolean legacyMd5;

  private HandshakeOptions(Duration timeout, boolean legacyMd5) {
    this.timeout = timeout;
    this.legacyMd5 = legacyMd5;
  }

  /**
   * What holds where no options are given: ten seconds, and no MD5.
   *
   * @return the defaults
   */
  public static HandshakeOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets how long the whole handshake may take. A listener lets go of a client that needs longer; a
   * client gives up, and the time it needs to connect counts.
   *
   * @param timeout the limit, more than zero
   * @return these options with that limit
   * @throws IllegalArgumentException if it is zero or negative
   */
  public HandshakeOptions timeout(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("timeout is not positive: " + timeout);
    }
    return new HandshakeOptions(timeout, legacyMd5);
  }

  /**
   * Accepts a peer that knows no digest but MD5: CPython 3.11 and older. Without it such a peer is
   * refused.
   *
   * @return these options with MD5 allowed
   */
  public HandshakeOptions allowLegacyMd5() {
    return new HandshakeOptions(timeout, true);
  }

  /**
   * How long the whole handshake may take.
   *
   * @return the limit, more than zero
   */
  public Duration timeout() {
    return timeout;
  }

  /**
   * Whether a peer may use MD5.
   *
   * @return false unless {@link #allowLegacyMd5} was called
   */
  public boolean allowsLegacyMd5() {
    return legacyMd5;
  }

  @Override
  public String toString() {
    return "HandshakeOptions[timeout=" + timeout + ", legacyMd5=" + legacyMd5 + "]";
  }
}
