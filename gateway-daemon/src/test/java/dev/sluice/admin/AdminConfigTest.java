package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdminConfigTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @Test
    void isOnLoopbackUnlessItSaysOtherwise() {
        Config config = config("{}");
        AdminConfig admin = AdminConfig.read(config);
        assertThat(config.problems()).isEmpty();
        assertThat(admin.enabled()).isTrue();
        assertThat(admin.listener().address()).isEqualTo("127.0.0.1");
        assertThat(admin.listener().port()).isEqualTo(9090);
        assertThat(admin.listener().name()).isEqualTo("admin");
        assertThat(admin.wantsCredentials()).isFalse();
    }

    @Test
    void isNotReachableFromElsewhereWithoutCredentials() {
        Config open = config("{address: 0.0.0.0}");
        AdminConfig.read(open);
        assertThat(open.problems()).singleElement().asString().contains("address: found '0.0.0.0'");
        for (String closed : new String[] {
            "{address: 0.0.0.0, token-sha256: " + HASH + "}",
            "{address: 0.0.0.0, jwt: true}",
            "{address: 0.0.0.0, enabled: false}",
            "{address: localhost}",
            "{address: 127.0.0.2}",
            "{address: '::1'}"
        }) {
            Config config = config(closed);
            AdminConfig.read(config);
            assertThat(config.problems()).as(closed).isEmpty();
        }
    }

    @Test
    void takesNoNameForLoopbackThatOnlyLooksLikeIt() {
        for (String name : new String[] {"127.0.0.1.example", "localhost.example", "", "0.0.0.0", "::"}) {
            assertThat(AdminConfig.isLoopback(name)).as(name).isFalse();
        }
    }

    @Test
    void doesNotRepeatWhatMayBeTheTokenItself() {
        Config config = config("{token-sha256: my-secret-token}");
        AdminConfig.read(config);
        assertThat(config.problems()).singleElement().asString().doesNotContain("my-secret-token");
    }

    private static Config config(String section) {
        return Config.parse("test", "admin: " + section, Path.of(""), Map.of()).section("admin");
    }
}
