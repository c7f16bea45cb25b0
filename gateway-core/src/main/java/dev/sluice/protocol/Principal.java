package dev.sluice.protocol;

/**
 * Who is at the other end.
 *
 * @param name the user's or key's name, unique within the protocol; appears in logs
 * @param role what it may do
 */
public record Principal(String name, Role role) {
    /** Somebody who did not say. */
    public static final Principal ANONYMOUS = new Principal("anonymous");

    /** An ordinary user. */
    public Principal(String name) {
        this(name, Role.USER);
    }

    /** What somebody may do, least first; each may do what those before it may. */
    public enum Role {
        USER,
        SUPPORT,
        ADMINISTRATOR;

        public boolean includes(Role other) {
            return compareTo(other) >= 0;
        }
    }
}
