package dev.sluice.biometric;

import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import dev.sluice.journal.Journal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts of all developers, each made when it is first needed. Safe for use by any thread. */
final class Accounts {
    private final int maxConsumers;
    private final Journal journal;
    private final DeviceBus bus;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Set<DeviceId> ours = ConcurrentHashMap.newKeySet();

    Accounts(int maxConsumers, Journal journal, DeviceBus bus) {
        this.maxConsumers = maxConsumers;
        this.journal = journal;
        this.bus = bus;
    }

    /**
     * A developer's account.
     *
     * @param developer one that exists: who asks must have been shown its key or a token
     */
    Account of(String developer) {
        return accounts.computeIfAbsent(developer, name -> new Account(name, maxConsumers, journal, bus, ours));
    }

    /** Whether a device has been put on the bus by one of the accounts. */
    boolean own(DeviceId device) {
        return ours.contains(device);
    }
}
