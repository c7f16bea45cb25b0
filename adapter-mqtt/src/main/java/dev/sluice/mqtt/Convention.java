package dev.sluice.mqtt;

import java.util.List;

/** A way in which devices describe themselves. Confined to the {@link Lane}. */
interface Convention {
    /** The topics on which devices describe themselves. */
    List<String> filters();

    /** A message on one of them. */
    void on(Message message);
}
