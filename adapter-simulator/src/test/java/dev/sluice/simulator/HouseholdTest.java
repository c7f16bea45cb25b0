package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HouseholdTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Set<Integer> BUSY_HOURS = Set.of(6, 7, 8, 17, 18, 19, 20, 21);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void usesAPlausibleAmountOfWaterInADay(long seed) {
        assertThat(litres(household(seed, Household.Pattern.HOUSEHOLD), MIDNIGHT, 86_400))
                .isBetween(120.0, 500.0);
    }

    @Test
    void usesNothingForHoursInTheNightAndMostInTheMorningAndEvening() {
        Household household = household(1, Household.Pattern.HOUSEHOLD);
        Instant one = MIDNIGHT.plus(Duration.ofHours(2));
        assertThat(litres(household, one, 2 * 3600)).isZero();

        double day = 0;
        double peaks = 0;
        for (int hour = 4; hour < 24; hour++) {
            double used = litres(household, MIDNIGHT.plus(Duration.ofHours(hour)), 3600);
            day += used;
            peaks += BUSY_HOURS.contains(hour) ? used : 0;
        }
        assertThat(peaks).isGreaterThan(day / 2);
    }

    @Test
    void whenLivelySomebodyOpensATapSoonAndAboutEveryMinute() {
        Household household = household(1, Household.Pattern.LIVELY);
        List<Integer> openings = new ArrayList<>();
        boolean flowing = false;
        for (int second = 0; second < 600; second++) {
            boolean flows = household.flow(MIDNIGHT.plus(Duration.ofHours(3)).plusSeconds(second)) > 0;
            if (flows && !flowing) {
                openings.add(second);
            }
            flowing = flows;
        }

        assertThat(openings).hasSizeBetween(8, 12).first().isEqualTo(3);
    }

    @Test
    void thePlanDoesNotDependOnHowOftenItIsAskedFor() {
        Household often = household(7, Household.Pattern.LIVELY);
        Household seldom = household(7, Household.Pattern.LIVELY);
        for (int second = 0; second < 86_400; second += 10) {
            double flow = often.flow(MIDNIGHT.plusSeconds(second));
            if (second % 3000 == 0) {
                assertThat(seldom.flow(MIDNIGHT.plusSeconds(second))).isEqualTo(flow);
            }
        }
    }

    @Test
    void namesTheMomentOfTheNextChange() {
        Household household = household(3, Household.Pattern.HOUSEHOLD);
        Instant now = MIDNIGHT;
        Instant end = MIDNIGHT.plus(Duration.ofDays(1));
        while (now.isBefore(end)) {
            double flow = household.flow(now);
            Instant next = household.nextChange(now);
            assertThat(next).isAfter(now);
            assertThat(household.flow(next.minusMillis(1))).isEqualTo(flow);
            now = next;
        }
    }

    private static Household household(long seed, Household.Pattern pattern) {
        Instant start = pattern == Household.Pattern.LIVELY ? MIDNIGHT.plus(Duration.ofHours(3)) : MIDNIGHT;
        return new Household(new SplittableRandom(seed), pattern, start);
    }

    private static double litres(Household household, Instant from, int seconds) {
        double millilitres = 0;
        for (int second = 0; second < seconds; second++) {
            millilitres += household.flow(from.plusSeconds(second)) / 60;
        }
        return millilitres / 1000;
    }
}
