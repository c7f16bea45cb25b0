package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a change of credentials tells.
 *
 * @param did such as {@code added}; {@code to be …} where the configuration file has to be changed
 * @param secret a new one, shown this once
 * @param yaml what to put into the configuration file
 * @param effect when it counts, or what is still to do
 */
record Told(String did, String protocol, String user, Optional<String> secret, Optional<String> yaml, String effect) {

    /** Of a change that has been made. */
    static Told done(String did, String protocol, String user, Optional<String> secret) {
        return new Told(did, protocol, user, secret, Optional.empty(), CredentialsScope.EFFECT);
    }

    /**
     * Of a change that is left to whoever writes the configuration.
     *
     * @param what such as {@code added to}
     * @param where the entry goes
     */
    static Told left(String what, String protocol, Account account, Optional<String> secret, String where) {
        return new Told(
                "to be " + what + " the configuration",
                protocol,
                account.user(),
                secret,
                Optional.of(CredentialsScope.yaml(protocol, account)),
                "put the entry " + where + "; it " + CredentialsScope.EFFECT);
    }

    void print(Output output) {
        ObjectNode json =
                Json.object().put("did", did).put("protocol", protocol).put("user", user);
        List<String> lines = new ArrayList<>();
        lines.add(did + ": " + user + " of " + protocol);
        secret.ifPresent(text -> {
            json.put("secret", text);
            lines.add("secret: " + text + "   (shown only this once)");
        });
        yaml.ifPresent(text -> {
            json.put("yaml", text);
            lines.add("\n" + text + "\n");
        });
        lines.add(effect);
        output.tell(json.put("effect", effect), lines);
    }
}
