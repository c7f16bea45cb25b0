package dev.sluice.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The machine that the daemon runs on, as far as the start table cares. Stateless; any thread may call it. */
final class Board {
    private Board() {}

    /**
     * Which Raspberry Pi this is; nothing if it is another machine.
     *
     * @param root where the machine's files begin
     */
    static Optional<String> raspberryPi(Path root) {
        try {
            String model = Files.readString(root.resolve("proc/device-tree/model"));
            return Optional.of(model.replace("\0", "").strip()).filter(name -> name.startsWith("Raspberry Pi"));
        } catch (IOException e) { // only boards with a device tree have it
            return Optional.empty();
        }
    }
}
