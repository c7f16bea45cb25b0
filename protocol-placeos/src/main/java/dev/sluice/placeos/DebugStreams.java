package dev.sluice.placeos;

import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.placeos.PlaceosMessage.Target;
import dev.sluice.protocol.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The modules whose logs one client reads, each once, by whichever names it asks. Used on the session's thread; closed with
 * the session.
 */
final class DebugStreams {
    private static final Registration NOTHING = () -> {};

    private final Session session;
    private final LogLevels levels;
    private final Notifications notifications;
    private final List<Stream> streams = new ArrayList<>();

    DebugStreams(Session session, LogLevels levels, Notifications notifications) {
        this.session = session;
        this.levels = levels;
        this.notifications = notifications;
    }

    int size() {
        return streams.size();
    }

    /**
     * Passes a module's log on from now on, unless it is already.
     *
     * @param id of the request; every line carries it
     * @param module empty while there is no such module
     */
    void add(Target target, JsonNode id, Optional<SystemModule> module) {
        if (streams.stream().noneMatch(stream -> stream.isOf(target, module))) {
            Stream stream = new Stream(target, PlaceosCodec.head(id));
            streams.add(stream);
            module.ifPresent(stream::open);
        }
    }

    void remove(Target target, Optional<SystemModule> module) {
        streams.removeIf(stream -> {
            boolean meant = stream.isOf(target, module);
            if (meant) {
                stream.close();
            }
            return meant;
        });
    }

    /** Follows the modules to where they are in other systems. */
    void resolve(Systems systems) {
        for (Stream stream : streams) {
            Optional<SystemModule> now = Systems.module(systems.findByIdOrName(stream.target));
            if (!now.map(SystemModule::device).equals(Optional.ofNullable(stream.device))) {
                stream.close();
                now.ifPresent(stream::open);
            }
        }
    }

    void close() {
        streams.forEach(Stream::close);
        streams.clear();
    }

    private final class Stream {
        private final Target target;
        private final byte[] head;
        private @Nullable DeviceId device;
        private Registration lines = NOTHING;
        private Registration level = NOTHING;

        Stream(Target target, byte[] head) {
            this.target = target;
            this.head = head;
        }

        boolean isOf(Target other, Optional<SystemModule> module) {
            return target.hasModuleOf(other)
                    || module.filter(found -> found.device().equals(device)).isPresent();
        }

        void open(SystemModule module) {
            device = module.device();
            lines = session.watch(
                    DeviceFilter.of(module.device()).only(Kind.LOG_LINE), published -> onLine(published, module.id()));
            level = levels.lower(module.device());
        }

        void close() {
            lines.close();
            level.close();
            lines = NOTHING;
            level = NOTHING;
            device = null;
        }

        private void onLine(Published published, String moduleId) {
            if (published.event() instanceof LogLine line) {
                session.send(PlaceosCodec.whole(head, notifications.debugTail(published, target, moduleId, line)));
            }
        }
    }
}
