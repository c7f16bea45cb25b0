package dev.sluice.protocol;

import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Registration;

/** A session's interest in devices; ends with the session, or before. To be used on the session's thread. */
public interface Watch extends Registration {
    /**
     * Goes on with another filter and the same listener. What waits for a slow reader still comes, before anything that the new
     * filter lets pass, so that of what both let pass nothing is missed and nothing told twice. Not to be called by the
     * listener itself, which may be amid several events: see {@link Session#execute}.
     *
     * @return stands for this one from now on, which is closed
     */
    Watch follow(DeviceFilter next);
}
