package dev.sluice.protocol;

/**
 * Who is at the other end.
 *
 * @param name the user's or key's name, unique within the protocol; appears in logs
 */
public record Principal(String name) {
    /** Somebody who did not say. */
    public static final Principal ANONYMOUS = new Principal("anonymous");
}
