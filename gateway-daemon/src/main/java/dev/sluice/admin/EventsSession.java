package dev.sluice.admin;

import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Registration;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import org.jspecify.annotations.Nullable;

/** One listener to what devices say; a message from it changes what it hears. Called on its event loop. */
final class EventsSession implements SessionHandler {
    private final DeviceFilter first;
    private Registration watching = () -> {};
    private @Nullable Session session;

    EventsSession(DeviceFilter first) {
        this.first = first;
    }

    @Override
    public void onOpen(Session opened) {
        session = opened;
        watch(opened, first);
    }

    @Override
    public void onText(Text text) {
        Session open = session;
        if (open == null) {
            return;
        }
        try {
            watch(open, EventsFilter.of(Json.read(text)));
        } catch (BadJsonException | IllegalArgumentException e) {
            open.send(error(String.valueOf(e.getMessage())));
        }
    }

    private void watch(Session open, DeviceFilter filter) {
        watching.close();
        watching = open.watch(filter, published -> open.send(DeviceJson.event(published)));
        open.send(Payload.of("{\"event\":\"watching\"}")); // what is published from now on will come
    }

    @Override
    public void onBinary(Binary message) {
        Session open = session;
        if (open != null) {
            open.send(error("a binary message of " + message.length() + " bytes (expected: text)"));
        }
    }

    @Override
    public void onClose(int code, String reason) {}

    private static Payload error(String problem) {
        return Payload.of(Json.object().put("error", problem).toString());
    }
}
