package dev.sluice.device;

/** Something that holds until it is closed. Whoever registers, closes; closing twice does nothing. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
