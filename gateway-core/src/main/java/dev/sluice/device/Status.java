package dev.sluice.device;

/** How a device is doing, as its owner sees it. */
public enum Status {
    ONLINE,
    OFFLINE,
    WARNING,
    ERROR,
    MAINTENANCE
}
