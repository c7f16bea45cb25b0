package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a change of credentials tells.
 *
 * @param did such as {@code added}; {@code not changed} where the configuration file has to be
 * @param secret a new one, shown this once
 * @param yaml what to put into the configuration file
 * @param effect when it counts, or what is still to do
 */
record Told(String did, String protocol, String user, Optional<String> secret, Optional<String> yaml, String effect) {

    void print(Output output) {
        if (output.isJson()) {
            ObjectNode json =
                    Json.object().put("did", did).put("protocol", protocol).put("user", user);
            secret.ifPresent(text -> json.put("secret", text));
            yaml.ifPresent(text -> json.put("yaml", text));
            output.json(json.put("effect", effect));
            return;
        }
        output.line(did + ": " + user + " of " + protocol);
        secret.ifPresent(text -> output.line("secret: " + text + "   (shown only this once)"));
        yaml.ifPresent(text -> output.line("\n" + text + "\n"));
        output.line(effect);
    }
}
