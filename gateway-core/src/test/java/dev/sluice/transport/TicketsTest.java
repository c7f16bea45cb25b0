package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Authentication.Granted;
import dev.sluice.protocol.Principal;
import dev.sluice.testkit.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final Granted ADA = new Granted(new Principal("ada"), Instant.EPOCH.plusSeconds(60));

    private final ManualScheduler clock = new ManualScheduler();
    private final Tickets tickets = new Tickets(clock);

    @Test
    void redeemsATicketOnce() {
        String ticket = tickets.issue("valve", ADA).orElseThrow();
        assertThat(tickets.redeem(ticket, "valve")).contains(ADA);
        assertThat(tickets.redeem(ticket, "valve")).isEmpty();
    }

    @Test
    void refusesATicketOfAnotherProtocolAndBurnsIt() {
        String ticket = tickets.issue("valve", ADA).orElseThrow();
        assertThat(tickets.redeem(ticket, "placeos")).isEmpty();
        assertThat(tickets.redeem(ticket, "valve")).isEmpty();
    }

    @Test
    void refusesATicketAfterItsTime() {
        String ticket = tickets.issue("valve", ADA).orElseThrow();
        String other = tickets.issue("valve", ADA).orElseThrow();
        clock.advance(Tickets.LIFETIME.minusMillis(1));
        assertThat(tickets.redeem(ticket, "valve")).contains(ADA);
        clock.advance(Duration.ofMillis(1));
        assertThat(tickets.redeem(other, "valve")).isEmpty();
    }

    @Test
    void refusesWhatItNeverIssued() {
        assertThat(tickets.redeem("", "valve")).isEmpty();
        assertThat(tickets.redeem("x".repeat(32), "valve")).isEmpty();
    }

    @Test
    void issuesNoMoreThanItCanKeepUntilSomeHaveExpired() {
        Set<String> issued = new HashSet<>();
        for (Optional<String> t = tickets.issue("valve", ADA); t.isPresent(); t = tickets.issue("valve", ADA)) {
            issued.add(t.get());
        }
        assertThat(issued).hasSize(10_000);
        clock.advance(Tickets.LIFETIME);
        assertThat(tickets.issue("valve", ADA)).isPresent();
    }
}
