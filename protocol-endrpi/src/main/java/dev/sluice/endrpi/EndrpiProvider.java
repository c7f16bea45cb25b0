package dev.sluice.endrpi;

import dev.sluice.config.Config;
import dev.sluice.config.Networks;
import dev.sluice.device.DeviceBus;
import dev.sluice.protocol.Names;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.ProtocolProvider;
import java.util.List;

/** The plug-in's entry. */
public final class EndrpiProvider implements ProtocolProvider {
    @Override
    public String name() {
        return "endrpi";
    }

    @Override
    public Protocol configure(Config config) {
        EndrpiConfig settings = EndrpiConfig.read(config);
        return Protocol.of(settings.limits(), services -> serve(settings, services.bus()));
    }

    private static Protocol.Service serve(EndrpiConfig settings, DeviceBus bus) {
        Shown shown = new Shown(settings.device(), bus);
        Board board = new Board(shown, bus);
        return new Protocol.Service(
                        List.of(
                                new EndrpiEndpoint("/", settings, board),
                                new EndrpiEndpoint("/endrpi", settings, board)),
                        new EndrpiRest(settings, board).routes(),
                        new Protocol.Usage(
                                "none; only clients from " + whom(settings.allow()),
                                "npx -y wscat -c {ws}/endrpi -x '{\"action\":\"READ_TEMPERATURE\"}'"),
                        EndrpiApi.of(settings))
                .with(device -> shown.find()
                                .filter(there -> there.id().equals(device.id()))
                                .isPresent()
                        ? List.of(new Names.Name("path", "/endrpi"), new Names.Name("path", "/"))
                        : List.of());
    }

    private static String whom(Networks allowed) {
        return allowed.equals(Networks.loopbackAndPrivate()) ? "loopback and private networks" : allowed.toString();
    }
}
