package dev.sluice.valve;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import dev.sluice.valve.ValveMessage.Question;
import dev.sluice.valve.ValveMessage.Request;
import java.util.Optional;
import java.util.function.Consumer;

/** One client of one valve. Called on the connection's event loop. */
final class ValveSession implements SessionHandler {
    private static final Payload PONG = ValveCodec.pong();

    private final DeviceBus bus;
    private final DeviceId id;
    private final ValveConfig config;

    private Session session;
    private StateFeed states;
    private TelemetryFeed telemetry;
    private ChangeLine changes;

    @SuppressWarnings("NullAway.Init") // the rest comes with onOpen, which is called before anything else
    ValveSession(DeviceBus bus, DeviceId id, ValveConfig config) {
        this.bus = bus;
        this.id = id;
        this.config = config;
    }

    @Override
    public void onOpen(Session opened) {
        session = opened;
        states = new StateFeed(session, this::device);
        telemetry = new TelemetryFeed(session, this::device, config.units());
        changes = new ChangeLine(session, id, this::device, states, config.echoChangeState());

        session.watch(
                DeviceFilter.of(id).only(Kind.READING, Kind.STATUS_CHANGE),
                this::onEvent); // before the first look, so that nothing slips between
        device().ifPresent(states::tell);
        telemetry.start();
    }

    @Override
    public void onText(Text text) {
        Request request = ValveCodec.read(text);
        if (request instanceof Question question) {
            answer(question);
        } else {
            changes.add(request);
        }
    }

    @Override
    public void onBinary(Binary message) {
        changes.add(ValveCodec.readBinary(message.length()));
    }

    @Override
    public void onClose(int code, String reason) {
        // everything was registered through the session and has ended with it
    }

    private void answer(Question question) {
        switch (question) {
            case PING -> session.send(PONG);
            case TELEMETRY -> withDevice(telemetry::tell);
            case STATE -> withDevice(states::tell);
        }
    }

    private void withDevice(Consumer<Device> action) {
        device().ifPresentOrElse(action, () -> changes.add(ChangeLine.noDevice(id)));
    }

    /** What the device says; runs once for each of its clients, so what they share comes ready-made in the news. */
    private void onEvent(Published published) {
        if (!ValveDevice.isValve(published.device())) {
            return;
        }
        News news = News.in(published);
        states.onNews(news);
        if (news.hasTelemetry()) {
            telemetry.onReading(published);
        }
        if (news.isRestart()) {
            changes.restart();
        }
    }

    /** The valve as it is now; empty while it is off the bus, or another kind of device has its name. */
    private Optional<Device> device() {
        return bus.find(id).filter(ValveDevice::isValve);
    }
}
