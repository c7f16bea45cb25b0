package dev.sluice.placeos;

import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.Outcome;
import dev.sluice.device.Registration;
import dev.sluice.placeos.PlaceosMessage.Malformed;
import dev.sluice.placeos.PlaceosMessage.Request;
import dev.sluice.placeos.PlaceosMessage.Target;
import dev.sluice.placeos.SystemModule.Method;
import dev.sluice.placeos.Systems.Found;
import dev.sluice.placeos.Systems.Lookup;
import dev.sluice.placeos.Systems.Missing;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import java.net.InetAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** One client. Called on the connection's event loop. */
final class PlaceosSession implements SessionHandler {
    private static final Logger log = LoggerFactory.getLogger(PlaceosSession.class);

    private final House house;
    private final InetAddress address;
    private final ValueEncoding encoding;

    private Session session;
    private Bindings bindings;
    private DebugStreams streams;
    private Systems systems;
    private Registration changes;
    private boolean suspicious;

    @SuppressWarnings("NullAway.Init") // the rest comes with onOpen, which is called before anything else
    PlaceosSession(House house, InetAddress address, ValueEncoding encoding) {
        this.house = house;
        this.address = address;
        this.encoding = encoding;
    }

    @Override
    public void onOpen(Session opened) {
        session = opened;
        bindings = new Bindings(session, house.bus(), house.notifications(), encoding);
        streams = new DebugStreams(session, house.levels(), house.notifications());
        changes = house.directory().listen(session.feed((Systems next) -> resolve()));
        systems = house.directory().current();
        keepAlive();
    }

    /** Upstream looks for dead peers so; clients take it as a sign of life. */
    private void keepAlive() {
        session.after(house.config().keepAlive(), () -> {
            session.send(PlaceosCodec.pong());
            keepAlive();
        });
    }

    /** Other systems are in place, those of the latest change. */
    private void resolve() {
        systems = house.directory().current();
        bindings.resolve(systems);
        streams.resolve(systems);
    }

    @Override
    public void onText(Text text) {
        if (text.is(PlaceosCodec.PING)) {
            session.send(PlaceosCodec.pong());
            return;
        }
        PlaceosMessage message = PlaceosCodec.read(text);
        if (message instanceof Request request) {
            carryOut(request);
        } else if (message instanceof Malformed malformed) {
            refuse(malformed);
        }
    }

    @Override
    public void onBinary(Binary message) {
        refuse(PlaceosCodec.readBinary(message.length()));
    }

    @Override
    public void onClose(int code, String reason) {
        changes.close();
        streams.close();
    }

    private void refuse(Malformed malformed) {
        if (malformed.code() == ErrorCode.UNKNOWN_COMMAND && !suspicious) {
            suspicious = true;
            log.info("session {} is suspicious, an unknown command: {} from {}", session.id(), user(), where());
        }
        session.send(PlaceosCodec.error(malformed.id(), malformed.code(), malformed.found()));
    }

    private void carryOut(Request request) {
        Target target = request.target();
        if (SystemModule.isProtected(target.mod()) && !may(Role.SUPPORT)) {
            deny(request, "attempted to access protected module " + Json.echo(target.module()));
            return;
        }
        switch (request.cmd()) {
            case BIND -> bind(request);
            case UNBIND -> unbind(request);
            case EXEC -> exec(request);
            case DEBUG -> debug(request);
            case IGNORE -> ignore(request);
        }
    }

    private void bind(Request request) {
        Target target = request.target();
        if (bindings.has(target)) {
            session.send(PlaceosCodec.success(request));
            return;
        }
        Lookup found = systems.find(target);
        if (found instanceof Missing missing && !house.config().lateBinding()) {
            fail(request, missing);
        } else if (isFull()) {
            tooMany(request);
        } else {
            session.send(PlaceosCodec.success(request)); // strictly before the value
            bindings.add(target, request.id(), Systems.module(found));
        }
    }

    private void unbind(Request request) {
        bindings.remove(request.target());
        session.send(PlaceosCodec.success(request));
    }

    private void debug(Request request) {
        Lookup found = systems.findByIdOrName(request.target());
        Optional<SystemModule> module = Systems.module(found);
        if (found instanceof Missing missing && !house.config().lateBinding()) {
            fail(request, missing);
        } else if (isProtected(module)) {
            deny(
                    request,
                    "attempted to access protected module "
                            + Json.echo(request.target().module()));
        } else if (isFull()) {
            tooMany(request);
        } else {
            session.send(PlaceosCodec.debugging(request, module.map(SystemModule::id)));
            streams.add(request.target(), request.id(), module);
        }
    }

    private boolean isProtected(Optional<SystemModule> module) {
        return module.filter(found -> SystemModule.isProtected(found.name())).isPresent() && !may(Role.SUPPORT);
    }

    private void ignore(Request request) {
        streams.remove(request.target(), Systems.module(systems.findByIdOrName(request.target())));
        session.send(PlaceosCodec.ignoring(request));
    }

    private boolean isFull() {
        return bindings.size() + streams.size() >= house.config().follows();
    }

    private void tooMany(Request request) {
        fail(
                request,
                ErrorCode.REQUEST_FAILED,
                house.config().follows() + " bindings (expected: no more per connection)");
    }

    // ---- exec: the order of checks is upstream's

    private void exec(Request request) {
        Lookup found = systems.find(request.target());
        if (found instanceof Missing missing) {
            fail(request, missing);
        } else if (found instanceof Found there) {
            exec(request, there.module());
        }
    }

    private void exec(Request request, SystemModule module) {
        Optional<Device> device = house.bus().find(module.device());
        if (device.isEmpty()) {
            fail(request, ErrorCode.UNEXPECTED_FAILURE, "module stopped: its device is not there");
            return;
        }
        Optional<Method> method = module.method(device.get(), request.target().name());
        if (method.isEmpty()) {
            fail(request, ErrorCode.BAD_REQUEST, "could not find function " + function(request));
        } else if (!may(method.get().level())) {
            deny(request, "attempted to access privileged function " + function(request));
        } else {
            exec(request, module, method.get());
        }
    }

    private void exec(Request request, SystemModule module, Method method) {
        Optional<String> problem = Arguments.problem(method.spec(), request.args());
        if (problem.isPresent()) {
            fail(request, ErrorCode.REQUEST_FAILED, "module raised: " + problem.get());
            return;
        }
        ObjectNode arguments = Arguments.named(method.spec(), request.args());
        Command command = new Command(module.device(), method.action(), arguments, "placeos " + user());
        session.call(command, outcome -> answer(request, outcome));
    }

    private static String function(Request request) {
        return Json.echo(request.target().name());
    }

    private void answer(Request request, Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            session.send(PlaceosCodec.success(request, done.value()));
        } else if (outcome instanceof Outcome.Refused refused) {
            switch (refused.reason()) {
                case NO_SUCH_DEVICE ->
                    fail(request, ErrorCode.UNEXPECTED_FAILURE, "module stopped: " + refused.detail());
                case UNSUPPORTED ->
                    fail(request, ErrorCode.BAD_REQUEST, "could not find function: " + refused.detail());
                case INVALID, UNAVAILABLE, BUSY, TIMEOUT, FAILED ->
                    fail(request, ErrorCode.REQUEST_FAILED, "module raised: " + refused.detail());
            }
        }
    }

    // ---- errors

    private void fail(Request request, Missing missing) {
        Target target = request.target();
        if (missing == Missing.SYSTEM && !house.config().lateBinding()) {
            fail(request, ErrorCode.SYSTEM_NOT_FOUND, "could not find system '" + Json.echo(target.sys()) + "'");
        } else {
            fail(request, ErrorCode.MODULE_NOT_FOUND, "could not find module '" + Json.echo(target.module()) + "'");
        }
    }

    private void deny(Request request, String attempt) {
        log.info("session {}: {} from {} {}", session.id(), user(), where(), attempt);
        fail(request, ErrorCode.ACCESS_DENIED, attempt);
    }

    private void fail(Request request, ErrorCode code, String message) {
        session.send(PlaceosCodec.error(request.id(), code, message));
    }

    private boolean may(Role level) {
        return session.principal().role().includes(level);
    }

    private String user() {
        return session.principal().name();
    }

    private String where() {
        return address.getHostAddress();
    }
}
