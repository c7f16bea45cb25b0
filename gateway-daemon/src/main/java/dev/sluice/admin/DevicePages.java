package dev.sluice.admin;

import dev.sluice.admin.Page.Asked;
import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Response;
import dev.sluice.protocol.Text;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Devices: the list, one of them, and its actions. */
final class DevicePages {
    private static final Logger log = LoggerFactory.getLogger(DevicePages.class);

    private final DeviceBus bus;
    private final Map<String, Protocol.Service> services;
    private final Executor workers;

    /**
     * The pages.
     *
     * @param services what protocols call devices, by protocol
     * @param workers for what takes longer when there are many devices
     */
    DevicePages(DeviceBus bus, Map<String, Protocol.Service> services, Executor workers) {
        this.bus = bus;
        this.services = services;
        this.workers = workers;
    }

    List<HttpRoute> routes(AdminGuard guard) {
        return List.of(
                Page.get("/api/devices", guard, this::list),
                Page.get("/api/devices/{id}", guard, this::show),
                Page.post("/api/devices/{id}/actions/{action}", guard, this::invoke));
    }

    private CompletionStage<Response> list(Asked asked) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        List<Device> found = bus.list(filter(asked));
                        return Answers.json(200, Paging.of(asked).of("devices", found, DeviceJson::row));
                    } catch (IllegalArgumentException e) {
                        return Answers.error(400, String.valueOf(e.getMessage()));
                    }
                },
                workers);
    }

    private Predicate<Device> filter(Asked asked) {
        String words = asked.parameter("q", "").toLowerCase(Locale.ROOT);
        String kind = asked.parameter("kind", "");
        String status = asked.parameter("status", "");
        String can = asked.parameter("can", "");
        String protocol = asked.parameter("protocol", "");
        return device -> (kind.isEmpty() || device.kind().equals(kind))
                && (status.isEmpty() || DeviceJson.name(device.status()).equals(status))
                && (can.isEmpty()
                        || device.profile().actions().keySet().stream().anyMatch(a -> a.startsWith(can)))
                && (protocol.isEmpty() || isShownBy(protocol, device))
                && (words.isEmpty() || contains(device, words));
    }

    private boolean isShownBy(String protocol, Device device) {
        Protocol.Service service = services.get(protocol);
        return service != null && !service.names().of(device).isEmpty();
    }

    private static boolean contains(Device device, String words) {
        return device.id().value().toLowerCase(Locale.ROOT).contains(words)
                || device.name().toLowerCase(Locale.ROOT).contains(words)
                || device.kind().toLowerCase(Locale.ROOT).contains(words);
    }

    private CompletionStage<Response> show(Asked asked) {
        return CompletableFuture.completedFuture(
                device(asked).map(device -> Answers.json(200, whole(device))).orElseGet(() -> unknown(asked)));
    }

    private ObjectNode whole(Device device) {
        ObjectNode json = DeviceJson.whole(device);
        ArrayNode names = json.putArray("names");
        services.forEach((protocol, service) -> service.names().of(device).forEach(name -> names.addObject()
                .put("protocol", protocol)
                .put("label", name.label())
                .put("name", name.value())));
        return json;
    }

    private CompletionStage<Response> invoke(Asked asked) {
        Optional<Device> device = device(asked);
        if (device.isEmpty()) {
            return CompletableFuture.completedFuture(unknown(asked));
        }
        ObjectNode arguments;
        try {
            arguments = arguments(asked.request().body());
        } catch (BadJsonException | IllegalArgumentException e) {
            return CompletableFuture.completedFuture(
                    Answers.error(400, "body: " + e.getMessage() + " (expected: a JSON object of arguments)"));
        }
        String action = asked.part("action");
        String issuer = "admin:" + asked.principal().name();
        return bus.invoke(new Command(device.get().id(), action, arguments, issuer))
                .thenApply(outcome -> {
                    Response answer = answer(outcome);
                    log.info(
                            "device {}: action {} by {} from {}: {}",
                            device.get().id(),
                            Json.echo(action),
                            issuer,
                            asked.request().remote(),
                            answer.status());
                    return answer;
                });
    }

    private static ObjectNode arguments(byte[] body) throws BadJsonException {
        if (body.length == 0) {
            return Json.object();
        }
        JsonNode given = Json.read(new Text(body, 0, body.length));
        if (given instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("JSON that is no object");
    }

    private static Response answer(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            ObjectNode body = Json.object().put("outcome", "refused");
            body.put("reason", DeviceJson.name(refused.reason())).put("error", refused.detail());
            return Answers.json(status(refused.reason()), body);
        }
        ObjectNode body = Json.object().put("outcome", "done");
        body.set("value", ((Outcome.Done) outcome).value());
        return Answers.json(200, body);
    }

    private static int status(Outcome.Reason reason) {
        return switch (reason) {
            case NO_SUCH_DEVICE, UNSUPPORTED -> 404;
            case INVALID -> 400;
            case UNAVAILABLE -> 503;
            case BUSY -> 409;
            case TIMEOUT -> 504;
            case FAILED -> 502;
        };
    }

    private Optional<Device> device(Asked asked) {
        String id = asked.part("id");
        return DeviceId.isValid(id) ? bus.find(new DeviceId(id)) : Optional.empty();
    }

    private static Response unknown(Asked asked) {
        return Answers.error(
                404, "no device '" + Json.echo(asked.part("id")) + "' (expected: one of GET /api/devices)");
    }
}
