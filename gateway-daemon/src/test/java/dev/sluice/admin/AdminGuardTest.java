package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.Request;
import dev.sluice.testkit.ManualScheduler;
import dev.sluice.transport.ConnectionLimits;
import dev.sluice.transport.GuessLimit;
import dev.sluice.transport.TransportConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AdminGuardTest {
    private static final Instant EXPIRES = Instant.EPOCH.plusSeconds(3600);
    private static final Request LOCAL = Request.get("/api/devices").withHeader("Host", "localhost:9090");

    @Test
    void admitsProgramsOfThisMachineWhereNoCredentialsAreAskedFor() {
        assertThat(status(guard("{}"), LOCAL)).isEqualTo(200);
    }

    @Test
    void asksForATokenWhereOneIsConfigured() {
        AdminGuard guard = guard("{token-sha256: " + hash() + "}");
        assertThat(status(guard, LOCAL)).isEqualTo(401);
        assertThat(status(guard, bearer("wrong-token"))).isEqualTo(401);
        assertThat(status(guard, bearer("right-token"))).isEqualTo(200);
        assertThat(status(guard, LOCAL.withHeader("Authorization", "bearer right-token")))
                .isEqualTo(200);
    }

    @Test
    void takesTokensOfTheGatewayOnlyWhereItIsToldToAndOnlyOfAdministrators() {
        assertThat(status(guard("{jwt: true}"), bearer("administrator"))).isEqualTo(200);
        assertThat(status(guard("{jwt: true}"), bearer("support"))).isEqualTo(403);
        assertThat(status(guard("{jwt: true}"), bearer("forged"))).isEqualTo(401);
        assertThat(status(guard("{token-sha256: " + hash() + "}"), bearer("administrator")))
                .isEqualTo(401);
    }

    @Test
    void doesNotCareForTheHostOfWhoHasToShowATokenButForTheOrigin() {
        AdminGuard guard = guard("{token-sha256: " + hash() + "}");
        Request far = Request.get("/").withHeader("Authorization", "Bearer right-token");
        assertThat(status(guard, far.withHeader("Host", "gateway.example"))).isEqualTo(200);
        assertThat(status(
                        guard,
                        far.withHeader("Host", "gateway.example").withHeader("Origin", "https://elsewhere.example")))
                .isEqualTo(403);
    }

    @Test
    void changesNothingForWhatAPageOfAnotherOriginCouldSend() {
        Request post = LOCAL.withMethod("POST", new byte[0]);
        assertThat(status(guard("{}"), post)).isEqualTo(415);
        assertThat(status(guard("{}"), post.withHeader("Content-Type", "text/plain")))
                .isEqualTo(415);
        assertThat(status(guard("{}"), post.withHeader("Content-Type", "application/json; charset=utf-8")))
                .isEqualTo(200);
    }

    @Test
    void grantsForAsLongAsTheTokenIsGood() {
        assertThat(guard("{jwt: true}").authenticate(bearer("administrator")).toCompletableFuture().join())
                .isEqualTo(new Authentication.Granted(new Principal("ada", Role.ADMINISTRATOR), EXPIRES));
        assertThat(guard("{token-sha256: " + hash() + "}")
                        .authenticate(bearer("right-token"))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Authentication.Granted(new Principal("token", Role.ADMINISTRATOR)));
    }

    @Test
    void looksAtNoMoreTokensFromAnAddressThatWasWrongTooOften() {
        AdminGuard guard = guard("{token-sha256: " + hash() + "}");
        Request far = bearer("wrong-token").withRemote(new InetSocketAddress("192.0.2.1", 1));
        for (int i = 0; i < 5; i++) {
            assertThat(status(guard, far)).isEqualTo(401);
        }
        assertThat(guard.authenticate(far)).isCompletedExceptionally();
        assertThat(guard.authenticate(bearer("right-token").withRemote(new InetSocketAddress("192.0.2.1", 1))))
                .isCompletedExceptionally();
        assertThat(status(guard, bearer("right-token"))).isEqualTo(200);
    }

    private static Request bearer(String token) {
        return LOCAL.withHeader("Authorization", "Bearer " + token);
    }

    private static String hash() {
        return AdminGuard.hash("right-token");
    }

    private static AdminGuard guard(String section) {
        Config config =
                Config.parse("test", "admin: " + section, Path.of(""), Map.of()).section("admin");
        AdminConfig admin = AdminConfig.read(config);
        assertThat(config.problems()).isEmpty();
        ConnectionLimits limits = TransportConfig.read(
                        Config.parse("test", "transport: {limits: {wrong-credentials: 5}}", Path.of(""), Map.of()),
                        List.of())
                .limits();
        return new AdminGuard(admin, new RolesAsTokens(), new GuessLimit(limits, new ManualScheduler()));
    }

    private static int status(AdminGuard guard, Request request) {
        Authentication answer =
                guard.authenticate(request).toCompletableFuture().join();
        return answer instanceof Authentication.Denied denied
                ? denied.response().status()
                : 200;
    }

    /** A token is the name of its role; anything else is forged. */
    private static final class RolesAsTokens implements Authenticator {
        @Override
        public CompletionStage<Optional<Principal>> password(String realm, String user, String password) {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public CompletionStage<Optional<Principal>> key(String realm, String key) {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public CompletionStage<Optional<Bearer>> bearer(String realm, String token) {
            return CompletableFuture.completedFuture(
                    Role.named(token).map(role -> new Bearer(new Principal("ada", role), EXPIRES, Map.of())));
        }

        @Override
        public Optional<String> issue(String realm, Principal principal, Duration lifetime) {
            return Optional.empty();
        }
    }
}
