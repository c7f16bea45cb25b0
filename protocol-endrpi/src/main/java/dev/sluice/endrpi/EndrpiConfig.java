package dev.sluice.endrpi;

import dev.sluice.config.Config;
import dev.sluice.config.Networks;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Limits;

/**
 * The section {@code protocols.endrpi}.
 *
 * @param device which device is shown
 * @param allow whose addresses are served: the protocol knows no authentication
 */
record EndrpiConfig(DeviceId device, Networks allow, Limits limits) {
    /** Upstream's limit. One answer per request, in order: so one request at a time. */
    private static final Limits LIMITS = Limits.DEFAULT.with(limits -> limits.messageBytes(16 * 1024 * 1024)
            .messagesPerSecond(0)
            .bytesPerSecond(0)
            .callsInFlight(1));

    static EndrpiConfig read(Config config) {
        String device = config.text("device", "pi-1");
        if (!DeviceId.isValid(device)) {
            config.reject("device", "'" + device + "'", "a device id");
            device = "pi-1";
        }
        return new EndrpiConfig(
                new DeviceId(device),
                config.networks("allow", Networks.loopbackAndPrivate()),
                LIMITS.overriddenBy(config));
    }
}
