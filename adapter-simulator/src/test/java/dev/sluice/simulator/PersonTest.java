package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void beginsWithAWalkAndDoesEverythingWithinAnHourInPhasesOfTwentyToNinetySeconds(long seed) {
        Person person = person(seed);
        Set<Activity> seen = EnumSet.of(person.activity());
        assertThat(seen).containsExactly(Activity.WALK);

        Instant now = START;
        while (now.isBefore(START.plus(Duration.ofHours(1)))) {
            Activity before = person.activity();
            Instant end = person.phaseEnd();
            assertThat(Duration.between(now, end)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(90));
            assertThat(person.advance(end.minusMillis(1))).isFalse();
            assertThat(person.advance(end)).isTrue();
            assertThat(person.activity()).isNotEqualTo(before);
            seen.add(person.activity());
            now = end;
        }
        assertThat(seen).containsExactlyInAnyOrder(Activity.values());
    }

    @ParameterizedTest
    @CsvSource({"REST, 62", "WALK, 95", "RUN, 150", "STAIRS, 125"})
    void theHeartFollowsTheEffortWithALagAndSettles(Activity activity, double settled) {
        Person person = person(1);
        double before = person.heartRate();
        Instant now = keepAt(person, activity, START, 1);
        assertThat(Math.abs(person.heartRate() - before)).isLessThan(10);

        keepAt(person, activity, now, 120);
        assertThat((double) person.heartRate()).isCloseTo(settled, within(4.0));
    }

    @Test
    void theHeartRecoversSlowerThanItIsExerted() {
        Person person = person(1);
        Instant now = keepAt(person, Activity.RUN, START, 20);
        double exerted = person.heartRate() - 62.0;
        now = keepAt(person, Activity.RUN, now, 120);
        double top = person.heartRate();
        keepAt(person, Activity.REST, now, 20);

        assertThat(top - person.heartRate()).isLessThan(exerted);
        assertThat((double) person.heartRate()).isBetween(80.0, 110.0);
    }

    @ParameterizedTest
    @CsvSource({"REST, 0, 0", "WALK, 1.8, 1.4", "RUN, 2.7, 3", "STAIRS, 1.6, 0.56"})
    void movesAtTheSpeedOfTheActivity(Activity activity, double cadence, double speed) {
        Person person = person(1);
        person.begin(activity);

        assertThat(person.cadence()).isCloseTo(cadence, within(0.06 * cadence));
        assertThat(person.speed()).isCloseTo(speed, within(0.12 * speed));
    }

    @ParameterizedTest
    @EnumSource
    void climbsFloorsOnStairsOnly(Activity activity) {
        Person person = person(1);
        person.begin(activity);
        Instant end = person.phaseEnd();
        double seconds = Duration.between(START, end).toSeconds();
        person.advance(end);

        if (activity == Activity.STAIRS) {
            assertThat(seconds / person.floors()).isBetween(10.0, 15.0);
        } else {
            assertThat(person.floors()).isZero();
        }
    }

    @Test
    void aDayDoesNotDependOnHowOftenOneLooks() {
        Person often = person(7);
        Person seldom = person(7);
        for (int i = 1; i <= 36_000; i++) {
            often.advance(START.plusMillis(100L * i));
        }
        seldom.advance(START.plusSeconds(3600));

        assertThat(often.activity()).isEqualTo(seldom.activity());
        assertThat(often.phaseEnd()).isEqualTo(seldom.phaseEnd());
        assertThat(often.heartRate()).isEqualTo(seldom.heartRate());
        assertThat(often.steps()).isCloseTo(seldom.steps(), within(1e-6));
        assertThat(often.distance()).isCloseTo(seldom.distance(), within(1e-6));
        assertThat(often.floors()).isCloseTo(seldom.floors(), within(1e-6));
    }

    @Test
    void aClockThatWasWrongForYearsIsNotLivedThrough() {
        Person corrected = person(1);
        corrected.advance(Instant.parse("2082-01-01T00:00:00Z"));

        assertThat(corrected.steps()).isBetween(40_000.0, 240_000.0);
        assertThat(corrected.phaseEnd()).isAfter(Instant.parse("2082-01-01T00:00:00Z"));
    }

    /** Begins the activity again every second, for so many seconds. */
    private static Instant keepAt(Person person, Activity activity, Instant from, int seconds) {
        Instant now = from;
        for (int i = 0; i < seconds; i++) {
            person.begin(activity);
            now = now.plusSeconds(1);
            person.advance(now);
        }
        return now;
    }

    private static Person person(long seed) {
        return new Person(new SplittableRandom(seed), START);
    }
}
