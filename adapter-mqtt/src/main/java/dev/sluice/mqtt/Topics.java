package dev.sluice.mqtt;

import dev.sluice.config.Config;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Rules about topic names and topic filters. */
final class Topics {
    private static final int LONGEST = 65535;

    private Topics() {}

    /** Whether a message can be published on this topic. */
    static boolean isName(String topic) {
        return isText(topic) && topic.indexOf('+') < 0 && topic.indexOf('#') < 0;
    }

    /** Whether messages can be asked for with this filter. */
    static boolean isFilter(String filter) {
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            boolean wildcard = levels[i].equals("+") || (levels[i].equals("#") && i == levels.length - 1);
            if (!wildcard && (levels[i].indexOf('+') >= 0 || levels[i].indexOf('#') >= 0)) {
                return false;
            }
        }
        return isText(filter);
    }

    /** Halves of a surrogate pair cannot be written in UTF-8. */
    private static boolean isText(String topic) {
        return !topic.isEmpty()
                && topic.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(topic)
                && topic.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    /** Whether messages on {@code topic} are among those that {@code filter} asks for. */
    static boolean matches(String filter, String topic) {
        String[] wanted = filter.split("/", -1);
        String[] found = topic.split("/", -1);
        if (topic.startsWith("$") && !filter.startsWith("$")) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= found.length || !(wanted[i].equals("+") || wanted[i].equals(found[i]))) {
                return false;
            }
        }
        return wanted.length == found.length;
    }

    /** A topic's name that the configuration must hold. */
    static Optional<String> required(Config config, String key) {
        if (!config.has(key)) {
            config.reject(key, "nothing", "a topic, such as cellar/valve/state");
        }
        return optional(config, key);
    }

    /** A topic's name that the configuration may hold. */
    static Optional<String> optional(Config config, String key) {
        Optional<String> topic = config.text(key);
        if (topic.isPresent() && !isName(topic.get())) {
            config.reject(key, "'" + topic.get() + "'", "a topic without + and #, such as cellar/valve/state");
            return Optional.empty();
        }
        return topic;
    }
}
