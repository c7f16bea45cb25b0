package dev.sluice.linux;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A way to ask the firmware; what it does not know by this way is empty. Called by the measuring thread. */
interface FirmwareSource {
    /** The bits that the profile knows: the firmware's word has no others today. */
    int THROTTLE_BITS = 0xfffff;

    /** A clock that the firmware measures. */
    enum Clock {
        ARM(3),
        CORE(4);

        private final int id;

        Clock(int id) {
            this.id = id;
        }

        /** Its number in the firmware's mailbox. */
        int id() {
            return id;
        }

        /** Its name for {@code vcgencmd}. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    OptionalInt throttled();

    /** In Hz. */
    OptionalDouble clock(Clock clock);
}
