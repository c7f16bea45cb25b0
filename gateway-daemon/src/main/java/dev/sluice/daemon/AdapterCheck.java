package dev.sluice.daemon;

import dev.sluice.config.EffectiveValue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What adapters will meet: brokers that answer, hardware that may be used. Adapters are plug-ins, so this goes by what their
 * settings look like: a {@code broker} has a host and a port, and {@code linux} is this machine. For one thread.
 */
final class AdapterCheck {
    private static final int PATIENCE_MILLIS = 2000;

    private final Map<String, String> settings = new TreeMap<>();
    private final Path root;

    /** @param root where the machine's files begin */
    AdapterCheck(List<EffectiveValue> settings, Path root) {
        settings.forEach(setting -> this.settings.put(setting.key(), setting.value()));
        this.root = root;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; settings.containsKey("adapters[" + i + "].type"); i++) {
            String section = "adapters[" + i + "].";
            String type = settings.getOrDefault(section + "type", "");
            if (settings.containsKey(section + "broker.host")) {
                findings.add(broker(section + "broker."));
            } else if (type.equals("linux")) {
                findings.add(pins());
            } else {
                findings.add(Finding.ok("adapter " + type, "needs nothing outside"));
            }
        }
        return findings;
    }

    private Finding broker(String section) {
        String host = settings.getOrDefault(section + "host", "localhost");
        String port = settings.getOrDefault(section + "port", "1883");
        String what = "broker " + host + ":" + port;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(port)), PATIENCE_MILLIS);
            return Finding.ok(what, "answers");
        } catch (IOException | IllegalArgumentException e) {
            return Finding.failed(
                    what,
                    e.getClass().getSimpleName(),
                    "start the broker, or mend host and port; is a firewall between?");
        }
    }

    private Finding pins() {
        Path chip = root.resolve("dev/gpiochip0");
        if (!Files.exists(chip)) {
            return Finding.warning("pins", chip + " is not there", "without pins the adapter only measures");
        }
        return Files.isReadable(chip) && Files.isWritable(chip)
                ? Finding.ok("pins", chip + " may be used")
                : Finding.failed(
                        "pins",
                        chip + " may not be used by this user",
                        "SupplementaryGroups=gpio in the unit, or adduser");
    }
}
