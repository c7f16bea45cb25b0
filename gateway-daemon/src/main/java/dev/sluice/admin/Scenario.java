package dev.sluice.admin;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Outcome;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Steps that are carried out one after another, each at its time; how each ended is kept. Safe for use by any thread. */
final class Scenario {
    private final DeviceBus bus;
    private final String issuer;
    private final List<ScenarioStep> steps;
    private final List<ObjectNode> told = new ArrayList<>();
    private final List<Registration> timers = new ArrayList<>();
    private int done;
    private boolean stopped;

    Scenario(DeviceBus bus, String issuer, List<ScenarioStep> steps) {
        this.bus = bus;
        this.issuer = issuer;
        this.steps = steps;
        steps.forEach(step -> told.add(Json.object()
                .put("at", text(step))
                .put("device", step.device().value())
                .put("action", step.action())));
    }

    private static String text(ScenarioStep step) {
        long millis = step.at().toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    synchronized void start(Scheduler scheduler) {
        for (int i = 0; i < steps.size(); i++) {
            int number = i;
            timers.add(scheduler.after(steps.get(i).at(), () -> carryOut(number)));
        }
    }

    private void carryOut(int number) {
        ScenarioStep step = steps.get(number);
        synchronized (this) {
            if (stopped) {
                return;
            }
        }
        bus.invoke(new Command(step.device(), step.action(), step.arguments(), issuer))
                .thenAccept(outcome -> note(number, outcome));
    }

    private synchronized void note(int number, Outcome outcome) {
        done++;
        ObjectNode step = told.get(number);
        if (outcome instanceof Outcome.Refused refused) {
            step.put("outcome", "refused").put("error", refused.detail());
        } else {
            step.put("outcome", "done");
        }
    }

    /** What has not begun does not begin. */
    synchronized void stop() {
        stopped = stopped || done < steps.size();
        timers.forEach(Registration::close);
        timers.clear();
    }

    synchronized boolean isRunning() {
        return !stopped && done < steps.size();
    }

    synchronized ObjectNode json() {
        ObjectNode json = Json.object()
                .put("state", stopped ? "stopped" : isRunning() ? "running" : "finished")
                .put("done", done);
        ArrayNode list = json.putArray("steps");
        told.forEach(step -> list.add(step.deepCopy()));
        return json;
    }
}
