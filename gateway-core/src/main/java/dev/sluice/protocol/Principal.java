package dev.sluice.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

        /** What it is called in the configuration and in tokens, for example {@code support}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The role of that {@link #wireName}, if there is one. */
        public static Optional<Role> named(String wireName) {
            return Arrays.stream(values())
                    .filter(role -> role.wireName().equals(wireName))
                    .findFirst();
        }
    }
}
