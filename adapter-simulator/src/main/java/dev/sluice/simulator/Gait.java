package dev.sluice.simulator;

import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How a body swings with its steps, as motion sensors see it: x ahead, y to the left, z up. Up and ahead it swings once
 * with each step, from side to side once with every second. Confined to its {@link SimulatedWearable}.
 */
final class Gait {
    private static final double NOISE = 0.05;

    private final RandomGenerator random;

    Gait(RandomGenerator random) {
        this.random = random;
    }

    /** Linear acceleration in m/s². */
    JsonNode acceleration(Activity activity, double steps) {
        double step = 2 * Math.PI * (steps % 2);
        double shake = activity.shake();
        return vector(0.4 * shake * Math.cos(step), 0.3 * shake * Math.sin(step / 2), shake * Math.sin(step));
    }

    /** Rotation about the three axes in rad/s. */
    JsonNode rotationRate(Activity activity, double steps) {
        double step = 2 * Math.PI * (steps % 2);
        double twist = activity.twist();
        return vector(0.3 * twist * Math.cos(step / 2), 0.5 * twist * Math.cos(step), twist * Math.sin(step / 2));
    }

    private JsonNode vector(double x, double y, double z) {
        return JsonNodeFactory.instance.arrayNode().add(noisy(x)).add(noisy(y)).add(noisy(z));
    }

    private double noisy(double value) {
        return Math.round((value + NOISE * random.nextGaussian()) * 1000) / 1000.0;
    }
}
