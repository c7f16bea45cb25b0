package dev.sluice.valtronics;

/**
 * A part of a channel that a client wants to hear.
 *
 * @param filter without fields that mean nothing on the channel, so that what does the same is equal
 */
record Subscription(Channel channel, Filter filter) {
    /** Everything of a channel. */
    static Subscription all(Channel channel) {
        return new Subscription(channel, Filter.NONE);
    }

    /** Whether this takes the other's place: same channel, same devices. */
    boolean replaces(Subscription other) {
        return channel == other.channel && filter.devices().equals(other.filter.devices());
    }
}
