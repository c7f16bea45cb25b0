package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private boolean shortOfMemory;

    @Test
    void takesNineTenthsOfTheOpenFilesUnlessItIsTold() {
        Turnstile turnstile = turnstile("", 20);
        for (int i = 0; i < 18; i++) {
            assertThat(enter(turnstile, "192.0.2." + i)).isEqualTo("in");
        }
        assertThat(enter(turnstile, "192.0.2.18")).isEqualTo("503");
        assertThat(enter(turnstile, "192.0.2.19")).isEqualTo("away");
    }

    @Test
    void letsAsManyInAsHaveLeft() throws Exception {
        Turnstile turnstile = turnstile("connections: 1", 100);
        assertThat(enter(turnstile, "192.0.2.1")).isEqualTo("in");
        assertThat(enter(turnstile, "192.0.2.2")).isEqualTo("503");
        turnstile.leave(InetAddress.getByName("192.0.2.2"));
        turnstile.leave(InetAddress.getByName("192.0.2.1"));
        assertThat(enter(turnstile, "192.0.2.2")).isEqualTo("in");
    }

    @Test
    void takesANetworkOf64BitsForOneAddress() {
        Turnstile turnstile = turnstile("connections-per-address: 1", 100);
        assertThat(enter(turnstile, "2001:db8::1")).isEqualTo("in");
        assertThat(enter(turnstile, "2001:db8::2")).isEqualTo("429");
        assertThat(enter(turnstile, "2001:db8:0:0:ffff::3")).isEqualTo("away");
        assertThat(enter(turnstile, "2001:db8:0:1::1")).isEqualTo("in");
    }

    @Test
    void doesNotCountThoseWhoAreExempt() {
        Turnstile turnstile = turnstile("connections-per-address: 1", 100);
        assertThat(enter(turnstile, "127.0.0.1")).isEqualTo("in");
        assertThat(enter(turnstile, "127.0.0.1")).isEqualTo("in");
    }

    @Test
    void sendsPeopleAwayWhileTheGatewayHasItsHandsFull() throws Exception {
        Turnstile turnstile = turnstile("", 100);
        InetAddress address = InetAddress.getByName("192.0.2.1");
        assertThat(name(turnstile.enter(address, true))).isEqualTo("503");
        shortOfMemory = true;
        assertThat(name(turnstile.enter(address, false))).isEqualTo("503");
        shortOfMemory = false;
        assertThat(name(turnstile.enter(address, false))).isEqualTo("in");
    }

    @Test
    void aLoopThatIsLateTwiceInARowHasItsHandsFull() {
        Lag lag = new Lag(1000, 500, 0);
        look(lag, 1600);
        assertThat(lag.nanos()).isEqualTo(600);
        assertThat(lag.isTooLong()).isFalse();
        look(lag, 3200);
        assertThat(lag.isTooLong()).isTrue();
        look(lag, 4300);
        assertThat(lag.nanos()).isEqualTo(100);
        assertThat(lag.isTooLong()).isFalse();
    }

    private static void look(Lag lag, long now) {
        lag.begin(now);
        lag.end(now);
    }

    private Turnstile turnstile(String limits, long openFiles) {
        Config config = Config.parse("test", "{" + limits + "}", Path.of(""), Map.of());
        return new Turnstile(ConnectionLimits.read(config), openFiles, () -> shortOfMemory);
    }

    private static String enter(Turnstile turnstile, String address) {
        try {
            return name(turnstile.enter(InetAddress.getByName(address), false));
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String name(Turnstile.Verdict verdict) {
        if (verdict instanceof Turnstile.Verdict.Refused refused) {
            return Integer.toString(refused.response().status());
        }
        return verdict instanceof Turnstile.Verdict.Admitted ? "in" : "away";
    }
}
