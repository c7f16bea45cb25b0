package dev.sluice.biometric;

import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Published;
import dev.sluice.protocol.Services;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wearables that other adapters put on the bus, as users of one developer: what they say goes into its stream, once anybody has
 * ever consumed it. Called by the devices' publishers, on any thread.
 */
final class DeviceUsers {
    private static final Logger log = LoggerFactory.getLogger(DeviceUsers.class);

    private final Accounts accounts;
    private final Account account;

    DeviceUsers(Accounts accounts, Account account) {
        this.accounts = accounts;
        this.account = account;
    }

    /** Begins to listen, for as long as the bus lives. */
    void follow(Services services) {
        services.bus().subscribe(DeviceFilter.all().only(Kind.READING), this::onReading);
    }

    private void onReading(Published published) {
        boolean isWearable = published.device().kind().equals(DataType.PROFILE);
        if (isWearable
                && account.isWanted()
                && !accounts.own(published.device().id())
                && published.event() instanceof Reading reading) {
            record(reading);
        }
    }

    private void record(Reading reading) {
        String user = reading.device().value();
        reading.changed().forEach((name, attribute) -> DataType.ofAttribute(name)
                .filter(type -> !attribute.value().isNull())
                .ifPresent(type -> account.append(user, type.reading(attribute.value()), attribute.at())
                        .whenComplete((sequence, failure) -> {
                            if (failure != null) {
                                log.debug("a reading of {} is lost: {}", user, failure.getMessage());
                            }
                        })));
    }
}
