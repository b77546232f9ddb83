package multiprocessing.internal.socket;

import java.nio.channels.SelectableChannel;

/**
 * A channel and what it is to be ready for.
 *
 * @param channel in non-blocking mode
 * @param operations some of those that a selection key knows
 * @param announced true if its closing wakes every {@link SelectorRing}
 */
public record Selectable(SelectableChannel channel, int operations, boolean announced) {}
