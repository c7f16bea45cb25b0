package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.ProtocolProvider.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private static final String KEY = "the key of panel 1, long enough";

    private final ApiKeys keys = new ApiKeys(Map.of(
            "placeos",
            List.of(
                    new Account("panel-1", Role.SUPPORT, Kind.API_KEY, KeyHash.of(KEY)),
                    new Account("panel-1", Role.USER, Kind.API_KEY, KeyHash.of("another of its keys")),
                    new Account("ada", Role.USER, Kind.PASSWORD, PasswordHash.OF_NOBODY))));

    @Test
    void knowsTheOwnerAndTheRoleOfAKey() {
        assertThat(keys.owner("placeos", KEY)).contains(new Principal("panel-1", Role.SUPPORT));
        assertThat(keys.owner("placeos", "another of its keys")).contains(new Principal("panel-1", Role.USER));
    }

    @Test
    void knowsNobodyByAnotherKey() {
        assertThat(keys.owner("placeos", KEY + " ")).isEmpty();
        assertThat(keys.owner("placeos", "")).isEmpty();
        assertThat(keys.owner("placeos", "x".repeat(KeyHash.MAX_LENGTH + 1))).isEmpty();
    }

    @Test
    void takesAHashForNoKey() {
        assertThat(keys.owner("placeos", KeyHash.of(KEY))).isEmpty();
        assertThat(keys.owner("placeos", PasswordHash.OF_NOBODY)).isEmpty();
    }

    @Test
    void keepsRealmsApart() {
        assertThat(keys.owner("valve", KEY)).isEmpty();
    }
}
