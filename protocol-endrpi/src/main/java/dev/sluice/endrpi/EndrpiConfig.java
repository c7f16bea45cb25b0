package dev.sluice.endrpi;

import dev.sluice.config.Config;
import dev.sluice.config.Networks;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Request;
import java.util.Optional;

/**
 * The section {@code protocols.endrpi}.
 *
 * @param device which device is shown; nothing: {@value #USUAL}, or whichever board there is
 * @param allow whose addresses are served: the protocol knows no authentication. Who shows a certificate that names somebody
 *     may come from anywhere
 */
record EndrpiConfig(Optional<DeviceId> device, Networks allow, Limits limits) {
    /** The board that is shown unless another one is configured: the simulator's. */
    static final String USUAL = "pi-1";

    /** Upstream's limit. One answer per request, in order: so one request at a time. */
    private static final Limits LIMITS = Limits.DEFAULT.with(limits -> limits.messageBytes(16 * 1024 * 1024)
            .messagesPerSecond(0)
            .bytesPerSecond(0)
            .callsInFlight(1));

    boolean admits(Request request) {
        return allow.contains(request.remote().getAddress())
                || request.certificate().isPresent();
    }

    static EndrpiConfig read(Config config) {
        Optional<String> device = config.text("device");
        if (device.isPresent() && !DeviceId.isValid(device.get())) {
            config.reject("device", "'" + device.get() + "'", "a device id");
        }
        return new EndrpiConfig(
                device.filter(DeviceId::isValid).map(DeviceId::new),
                config.networks("allow", Networks.loopbackAndPrivate()),
                LIMITS.overriddenBy(config));
    }
}
