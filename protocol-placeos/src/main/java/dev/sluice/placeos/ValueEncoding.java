package dev.sluice.placeos;

/** How the value of a {@code notify} is written. */
enum ValueEncoding {
    /** As JSON, which is what PlaceOS does and real clients need. */
    RAW,
    /** As a text that holds JSON, which is what the specification shows. */
    STRING
}
