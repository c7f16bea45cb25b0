package dev.sluice.daemon;

import dev.sluice.admin.AdminConfig;
import dev.sluice.config.Config;
import dev.sluice.config.Problem;
import dev.sluice.device.Adapter;
import dev.sluice.device.AdapterProvider;
import dev.sluice.journal.Durability;
import dev.sluice.journal.JournalProvider;
import dev.sluice.journal.JournalSettings;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.ProtocolProvider;
import dev.sluice.transport.TransportConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * The whole configuration, read but not acted upon: plug-ins have read theirs, nothing is open.
 *
 * @param embedded whether there is no file, so that this is the embedded default
 * @param adapters by name: the type, with a number where there are several
 * @param protocols those that are enabled, by name
 * @param logins what credentials to generate, by protocol
 * @param accounts configured credentials, by protocol; protocols without any are not among them
 * @param source as it was read, to be compared with another reading
 * @param problems everything wrong with it; the rest is only good if there is nothing
 */
record GatewayConfig(
        boolean embedded,
        Path dataDirectory,
        TransportConfig transport,
        Duration commandTimeout,
        JournalChoice journal,
        Map<String, Adapter> adapters,
        Map<String, Protocol> protocols,
        Map<String, List<ProtocolProvider.Login>> logins,
        Map<String, List<Account>> accounts,
        TokenConfig tokens,
        Config source,
        AdminConfig admin,
        LogConfig log,
        List<Problem> problems) {

    /** Variables that are ours but name no key of the file. */
    private static final List<String> NO_KEYS =
            List.of("SLUICE_CONFIG", "SLUICE_JAVA_OPTS", "SLUICE_ADMIN_URL", "SLUICE_ADMIN_TOKEN");

    private static final String DEFAULT_JOURNAL = "sqlite";

    /** Reads the file, or the embedded default if there is none. */
    static GatewayConfig read(Optional<Path> file, Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(environment);
        NO_KEYS.forEach(settings::remove);
        Config defaults = Config.parse("default.yaml", defaultYaml(), Path.of(""), settings);
        Config config = file.map(path -> Config.read(path, settings).withDefaults(defaults))
                .orElse(defaults);
        return read(config, file, environment);
    }

    /** Reads what is not there, so that its source knows all that may be: with one adapter of each type. */
    static GatewayConfig explore() {
        StringBuilder adapters = new StringBuilder("adapters:\n");
        adapterTypes()
                .forEach(type -> adapters.append("  - type: ").append(type).append('\n'));
        return read(Config.exploring(adapters.toString()), Optional.empty(), Map.of());
    }

    /** The types of adapters that there are, in alphabetical order. */
    static List<String> adapterTypes() {
        return List.copyOf(adapterProviders().keySet());
    }

    private static GatewayConfig read(Config config, Optional<Path> file, Map<String, String> environment) {
        List<ProtocolProvider> providers = providers();
        List<String> names = providers.stream().map(ProtocolProvider::name).toList();
        TransportConfig transport = TransportConfig.read(config, names);
        Duration timeout = config.duration(
                "command-timeout", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(10));
        Path dataDirectory = config.path("data-dir").orElseGet(() -> defaultDataDirectory(environment));
        Map<String, Adapter> adapters = adapters(config);
        Map<String, Protocol> protocols = new LinkedHashMap<>();
        Map<String, List<ProtocolProvider.Login>> logins = new LinkedHashMap<>();
        Map<String, List<Account>> accounts = new LinkedHashMap<>();
        for (ProtocolProvider provider : providers) {
            Config section = config.section("protocols").section(provider.name());
            boolean enabled = section.flag("enabled", true);
            Protocol protocol = provider.configure(section);
            List<ProtocolProvider.Login> needed = provider.logins();
            if (!needed.isEmpty()) {
                List<Account> configured = AccountsReader.read(config.section("credentials"), provider.name());
                if (!configured.isEmpty()) {
                    accounts.put(provider.name(), configured);
                }
            }
            if (enabled) {
                protocols.put(provider.name(), protocol);
                logins.put(provider.name(), needed);
            }
        }
        return new GatewayConfig(
                file.isEmpty(),
                dataDirectory,
                transport,
                timeout,
                journal(config.section("journal")),
                adapters,
                protocols,
                logins,
                accounts,
                TokenConfig.read(config.section("tokens"), directoryOf(file)),
                config,
                AdminConfig.read(config.section("admin")),
                LogConfig.read(config.section("log")),
                config.problems());
    }

    /** With what the command line says. */
    GatewayConfig with(Optional<Path> directory, OptionalInt port, OptionalInt tlsPort) {
        TransportConfig changed = transport;
        if (port.isPresent()) {
            changed = changed.withPort(port.getAsInt());
        }
        if (tlsPort.isPresent()) {
            changed = changed.withTlsPort(tlsPort.getAsInt());
        }
        return new GatewayConfig(
                embedded,
                directory.orElse(dataDirectory),
                changed,
                commandTimeout,
                journal,
                adapters,
                protocols,
                logins,
                accounts,
                tokens,
                source,
                admin,
                log,
                problems);
    }

    /** With another port for the admin listener. */
    GatewayConfig withAdminPort(int port) {
        return new GatewayConfig(
                embedded,
                dataDirectory,
                transport,
                commandTimeout,
                journal,
                adapters,
                protocols,
                logins,
                accounts,
                tokens,
                source,
                admin.withPort(port),
                log,
                problems);
    }

    /** The file that the journal is kept in, if there is one. */
    Optional<Path> journalFile() {
        return journal.provider().flatMap(provider -> provider.file(dataDirectory));
    }

    private static List<ProtocolProvider> providers() {
        return ServiceLoader.load(ProtocolProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(ProtocolProvider::name))
                .toList();
    }

    private static Map<String, AdapterProvider> adapterProviders() {
        Map<String, AdapterProvider> known = new TreeMap<>();
        ServiceLoader.load(AdapterProvider.class).forEach(provider -> known.put(provider.type(), provider));
        return known;
    }

    private static Map<String, Adapter> adapters(Config config) {
        Map<String, AdapterProvider> known = adapterProviders();
        Map<String, Adapter> adapters = new LinkedHashMap<>();
        for (Config section : config.list("adapters")) {
            String type = section.choice("type", "", List.copyOf(known.keySet()));
            AdapterProvider provider = known.get(type);
            if (provider != null) {
                adapters.put(name(type, adapters.keySet()), provider.configure(section));
            } else if (!section.has("type")) {
                section.reject("type", "nothing", "one of " + String.join(", ", known.keySet()));
            }
        }
        return adapters;
    }

    private static String name(String type, Set<String> taken) {
        String name = type;
        for (int i = 2; taken.contains(name); i++) {
            name = type + "-" + i;
        }
        return name;
    }

    private static Path directoryOf(Optional<Path> file) {
        return file.map(path -> path.toAbsolutePath().getParent()).orElse(Path.of(""));
    }

    private static JournalChoice journal(Config section) {
        Map<String, JournalProvider> known = new LinkedHashMap<>();
        ServiceLoader.load(JournalProvider.class).forEach(provider -> known.put(provider.type(), provider));
        String type = section.choice("type", DEFAULT_JOURNAL, List.copyOf(known.keySet()));
        JournalSettings settings = JournalSettings.read(section);
        Optional<JournalProvider> provider = Optional.ofNullable(known.get(type));
        if (settings.durability() == Durability.MEMORY) {
            return new JournalChoice(settings, Optional.empty());
        }
        if (provider.isEmpty()) {
            section.reject("type", "no journal of type '" + type + "'", "one of " + String.join(", ", known.keySet()));
        }
        return new JournalChoice(settings, provider);
    }

    private static String defaultYaml() {
        try (InputStream in = GatewayConfig.class.getResourceAsStream("default.yaml")) {
            if (in == null) {
                throw new IllegalStateException("default.yaml is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path defaultDataDirectory(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return state.isEmpty() ? Path.of(home, ".local", "state", "sluice") : Path.of(state, "sluice");
    }

    /**
     * The journal that is asked for.
     *
     * @param provider who opens it; nobody if it is to be kept in memory
     */
    record JournalChoice(JournalSettings settings, Optional<JournalProvider> provider) {}
}
