package dev.sluice.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The people behind a valve: when they draw water, and how much. Their day follows UTC. The hours are planned one after
 * another from one generator, whenever they are asked for: the plan does not depend on how often that is.
 *
 * <p>Confined to its valve; must be asked with times that do not go back.
 */
final class Household {
    /** Who uses the water. */
    enum Pattern {
        /** A household's day, and somebody who opens a tap three seconds after the start and then about every minute. */
        LIVELY,
        /** A household's day alone: about 280 litres, most in the morning and the evening, hours without a drop. */
        HOUSEHOLD
    }

    /** How a day's use of water is spread over its hours, from midnight on. */
    private static final int[] RHYTHM = {1, 0, 0, 0, 0, 2, 8, 12, 9, 4, 3, 3, 5, 4, 3, 3, 4, 6, 9, 9, 8, 7, 5, 2};

    private static final double RHYTHM_TOTAL = 107;

    /** What draws water: how often a day, in how many fillings, for how long, how much. */
    private enum Fixture {
        TAP(30, 1, 5, 40, 2000, 6000),
        TOILET(12, 1, 45, 60, 7000, 8000),
        SHOWER(2.5, 1, 240, 540, 8000, 10_000),
        DISHWASHER(1, 4, 60, 80, 2500, 3500);

        private final double timesPerDay;
        private final int fillings;
        private final int minSeconds;
        private final int maxSeconds;
        private final int minFlow;
        private final int maxFlow;

        Fixture(double timesPerDay, int fillings, int minSeconds, int maxSeconds, int minFlow, int maxFlow) {
            this.timesPerDay = timesPerDay;
            this.fillings = fillings;
            this.minSeconds = minSeconds;
            this.maxSeconds = maxSeconds;
            this.minFlow = minFlow;
            this.maxFlow = maxFlow;
        }
    }

    private record Draw(Instant from, Instant to, double flow) {
        boolean isOn(Instant now) {
            return !now.isBefore(from) && now.isBefore(to);
        }
    }

    private final RandomGenerator random;
    private final Pattern pattern;
    private final List<Draw> planned = new ArrayList<>();
    private Instant plannedTo;
    private Instant nextTap;

    Household(RandomGenerator random, Pattern pattern, Instant start) {
        this.random = random;
        this.pattern = pattern;
        this.plannedTo = start.truncatedTo(ChronoUnit.HOURS);
        this.nextTap = start.plusSeconds(3);
    }

    /** How much water they draw while the valve is open, in ml/min. */
    double flow(Instant now) {
        plan(now);
        return planned.stream()
                .filter(draw -> draw.isOn(now))
                .mapToDouble(Draw::flow)
                .sum();
    }

    /** When they open or close something next, or when to ask again; after {@code now}. */
    Instant nextChange(Instant now) {
        plan(now);
        return planned.stream()
                .flatMap(draw -> Stream.of(draw.from, draw.to))
                .filter(change -> change.isAfter(now))
                .min(Instant::compareTo)
                .filter(change -> change.isBefore(plannedTo))
                .orElse(plannedTo);
    }

    private void plan(Instant now) {
        planned.removeIf(draw -> !draw.to.isAfter(now));
        while (!now.isBefore(plannedTo)) {
            planHour(plannedTo);
            plannedTo = plannedTo.plus(1, ChronoUnit.HOURS);
        }
    }

    private void planHour(Instant hour) {
        double share = RHYTHM[hour.atZone(ZoneOffset.UTC).getHour()] / RHYTHM_TOTAL;
        for (Fixture fixture : Fixture.values()) {
            long times = (long) (fixture.timesPerDay * share + random.nextDouble());
            for (long i = 0; i < times; i++) {
                use(fixture, hour.plusSeconds(random.nextInt(3600)));
            }
        }
        Instant end = hour.plus(1, ChronoUnit.HOURS);
        while (pattern == Pattern.LIVELY && nextTap.isBefore(end)) {
            draw(nextTap, random.nextInt(5, 9), random.nextInt(1500, 3001));
            nextTap = nextTap.plusSeconds(random.nextInt(50, 71));
        }
    }

    private void use(Fixture fixture, Instant from) {
        for (int filling = 0; filling < fixture.fillings; filling++) {
            draw(
                    from.plus(Duration.ofMinutes(15).multipliedBy(filling)),
                    random.nextInt(fixture.minSeconds, fixture.maxSeconds + 1),
                    random.nextInt(fixture.minFlow, fixture.maxFlow + 1));
        }
    }

    private void draw(Instant from, int seconds, int flow) {
        planned.add(new Draw(from, from.plusSeconds(seconds), flow));
    }
}
