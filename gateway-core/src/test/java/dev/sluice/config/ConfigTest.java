package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Setting.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static final Map<String, String> NO_ENVIRONMENT = Map.of();

    private enum Colour {
        DARK_RED,
        BLUE
    }

    @Test
    void readsEveryKindOfValue() {
        Config config = parse("""
                text: some words
                count: 7
                ratio: 0.5
                on: true
                time: 250ms
                size: 64KiB
                colour: dark-red
                names: [a, "b c"]
                one-name: alone
                allow: [10.0.0.0/8, 127.0.0.1]
                file: certs/a.pem
                section: {deep: {key: value}}
                items:
                  - {name: first}
                  - name: second
                """);
        assertThat(config.text("text", "")).isEqualTo("some words");
        assertThat(config.integer("count", 0, 0, 10)).isEqualTo(7);
        assertThat(config.number("ratio", 0, 0, 1)).isEqualTo(0.5);
        assertThat(config.flag("on", false)).isTrue();
        assertThat(config.duration("time", Duration.ZERO, Duration.ZERO, Duration.ofHours(1)))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(config.bytes("size", 0, 0, 1_000_000)).isEqualTo(65_536);
        assertThat(config.choice("colour", Colour.BLUE)).isEqualTo(Colour.DARK_RED);
        assertThat(config.texts("names", List.of())).containsExactly("a", "b c");
        assertThat(config.texts("one-name", List.of())).containsExactly("alone");
        assertThat(config.networks("allow", Networks.everywhere()).toString()).isEqualTo("10.0.0.0/8, 127.0.0.1/32");
        assertThat(config.path("file")).contains(Path.of("base/certs/a.pem"));
        assertThat(config.section("section").section("deep").text("key")).contains("value");
        assertThat(config.list("items"))
                .extracting(item -> item.text("name", ""))
                .containsExactly("first", "second");
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void fallsBackToDefaultsWhereThereIsNothing() {
        Config config = parse("");
        assertThat(config.text("text", "x")).isEqualTo("x");
        assertThat(config.integer("count", 3, 0, 10)).isEqualTo(3);
        assertThat(config.choice("colour", Colour.BLUE)).isEqualTo(Colour.BLUE);
        assertThat(config.section("nothing").section("at-all").text("here")).isEmpty();
        assertThat(config.list("items")).isEmpty();
        assertThat(config.has("text")).isFalse();
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void tellsEveryProblemAtOnceWithLineKeyFoundAndExpected() {
        Config config = parse("""
                port: 70000
                ratio: many
                on: yes
                time: 10
                size: 3 apples
                colour: Blue
                names: {a: 1}
                allow: [10.0.0.0/40, localhost]
                empty:
                section: text
                items: [1]
                typo: 1
                inner:
                  misspelt: 2
                """);
        config.integer("port", 0, 0, 65535);
        config.number("ratio", 0, 0, 1);
        config.flag("on", false);
        config.duration("time", Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(2));
        config.bytes("size", 0, 0, 100);
        config.choice("colour", Colour.BLUE);
        config.texts("names", List.of());
        config.networks("allow", Networks.everywhere());
        config.text("empty");
        config.section("section");
        config.list("items");
        config.section("inner").text("spelt");
        assertThat(config.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "test.yaml:1: port: found '70000' (expected: integer 0..65535)",
                        "test.yaml:2: ratio: found 'many' (expected: number 0.0..1.0)",
                        "test.yaml:3: on: found 'yes' (expected: true or false)",
                        "test.yaml:4: time: found '10' (expected: duration 1s..2h, such as 250ms, 10s, 5m, 1h)",
                        "test.yaml:5: size: found '3 apples' (expected: bytes 0..100, such as 4096, 64KiB, 1MiB)",
                        "test.yaml:6: colour: found 'Blue' (expected: one of dark-red, blue)",
                        "test.yaml:7: names: found a section (expected: a list, each a text)",
                        "test.yaml:8: allow: found '10.0.0.0/40' (expected: network such as 10.0.0.0/8 or fd00::/8, or an address)",
                        "test.yaml:8: allow: found 'localhost' (expected: network such as 10.0.0.0/8 or fd00::/8, or an address)",
                        "test.yaml:9: empty: found nothing (expected: text)",
                        "test.yaml:10: section: found 'text' (expected: a section)",
                        "test.yaml:11: items[0]: found '1' (expected: a section)",
                        "test.yaml:12: typo: found an unknown key (expected: one of allow, colour, empty, inner, items, names, on,"
                                + " port, ratio, section, size, time)",
                        "test.yaml:14: inner.misspelt: found an unknown key (expected: one of spelt)");
    }

    @Test
    void letsTheEnvironmentOverrideAnyKey() {
        Config config = Config.parse(
                "test.yaml",
                "port: 1\nlisteners: [{port: 2}, {port: 3}]\nnames: [a]\n",
                Path.of(""),
                Map.of(
                        "SLUICE_PORT", "10",
                        "SLUICE_LISTENERS_1_PORT", "30",
                        "SLUICE_NAMES", "x, y",
                        "SLUICE_DEEP_TRAVEL_TIME", "5s",
                        "HOME", "/somewhere"));
        assertThat(config.integer("port", 0, 0, 100)).isEqualTo(10);
        assertThat(config.list("listeners"))
                .extracting(l -> l.integer("port", 0, 0, 100))
                .containsExactly(2, 30);
        assertThat(config.texts("names", List.of())).containsExactly("x", "y");
        assertThat(config.section("deep").duration("travel-time", Duration.ZERO, Duration.ZERO, Duration.ofDays(1)))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(config.has("deep")).isTrue();
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void tellsWhatIsWrongInTheEnvironment() {
        Config config = Config.empty(Map.of("SLUICE_PORT", "x", "SLUICE_PROT", "1"));
        config.integer("port", 0, 0, 100);
        assertThat(config.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "environment: SLUICE_PORT: found 'x' (expected: integer 0..100)",
                        "environment: SLUICE_PROT: found a variable that names no setting (expected: SLUICE_ and a key's path)");
    }

    @Test
    void refusesAKeyThatComesTwice() {
        Config config = parse("a: 1\nb: 2\na: 3\n");
        config.text("a");
        config.text("b");
        assertThat(config.problems())
                .extracting(Problem::toString)
                .containsExactly("test.yaml:3: a: found a second time (expected: each key once; first on line 1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [1", "a: b: c", "\tx: 1", "{", "a: 'x", "- 1", "just words", "? [1]\n: 2", "%"})
    void tellsOneProblemOfWhatIsNoMapping(String yaml) {
        Config config = parse(yaml);
        assertThat(config.problems()).hasSize(1).first().satisfies(problem -> {
            assertThat(problem.origin()).isEqualTo("test.yaml");
            assertThat(problem.toString()).doesNotContain("\n");
        });
    }

    @Test
    void survivesDeepNesting() {
        assertThat(parse("[".repeat(100_000)).problems()).hasSize(1);
    }

    @Test
    void notesAFileThatCannotBeRead(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("none.yaml");
        assertThat(Config.read(missing, NO_ENVIRONMENT).problems())
                .extracting(Problem::toString)
                .containsExactly(missing + ": found no such file (expected: a readable UTF-8 file)");
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(Config.read(binary, NO_ENVIRONMENT).problems())
                .extracting(Problem::toString)
                .containsExactly(binary + ": found bytes that are not UTF-8 (expected: a readable UTF-8 file)");
    }

    @Test
    void tellsWhatEveryValueCameToAndWhyButNoSecret() {
        Config defaults =
                Config.parse("default.yaml", "level: info\nitems:\n  - {name: a}\n", Path.of(""), NO_ENVIRONMENT);
        Config config = Config.parse(
                        "sluice.yaml",
                        "count: 7\npassword: secret\nbroker: mqtt://ada:secret@host\non: perhaps\nsection: {names: [a, b]}\n",
                        Path.of(""),
                        Map.of("SLUICE_TIME", "5s", "SLUICE_SECTION_KEY_SHA256", "secret"))
                .withDefaults(defaults);
        config.integer("count", 1, 0, 10);
        config.text("password");
        config.text("broker", "");
        config.flag("on", true);
        config.duration("time", Duration.ZERO, Duration.ZERO, Duration.ofDays(1));
        config.text("level", "");
        config.bytes("size", 4096, 0, 100_000);
        config.section("section").texts("names", List.of());
        config.section("section").text("key-sha256");
        config.section("section").text("secret-file", "file");
        config.list("items").get(0).text("name", "");
        assertThat(config.effective())
                .extracting(one -> one.key() + " = " + one.value() + " of " + one.source())
                .containsExactly(
                        "count = 7 of sluice.yaml:1",
                        "password = *** of sluice.yaml:2",
                        "broker = mqtt://***@host of sluice.yaml:3",
                        "on = true of default",
                        "time = 5s of environment SLUICE_TIME",
                        "level = info of default.yaml:1",
                        "size = 4KiB of default",
                        "section.names = a, b of sluice.yaml:5",
                        "section.key-sha256 = *** of environment SLUICE_SECTION_KEY_SHA256",
                        "section.secret-file = file of default",
                        "items[0].name = a of default.yaml:3");
    }

    @Test
    void takesMissingTopLevelKeysFromTheDefaults() {
        Config defaults = parse("listeners: [{port: 1}]\nadapters: [{type: x}]\n");
        Config config = parse("\nadapters: [{type: y, oops: 1}]\n").withDefaults(defaults);
        assertThat(config.list("listeners").get(0).integer("port", 0, 0, 9)).isEqualTo(1);
        assertThat(config.list("adapters").get(0).text("type", "")).isEqualTo("y");
        assertThat(config.problems())
                .extracting(Problem::toString)
                .containsExactly("test.yaml:2: adapters[0].oops: found an unknown key (expected: one of type)");
    }

    @Test
    void learnsFromItsReadersWhatThereIsToBeSet() {
        Config config = Config.exploring("adapters: [{type: x}]");
        config.duration("time", Duration.ofSeconds(90), Duration.ZERO, Duration.ofHours(1));
        for (Config item : config.list("items")) {
            item.choice("colour", Colour.BLUE);
        }
        Config names = config.section("names");
        assertThat(config.has("names")).isTrue();
        names.keys().forEach(name -> names.bytes(name, 64 * 1024, 0, 1024 * 1024));
        assertThat(config.list("adapters").get(0).text("type", "")).isEqualTo("x");
        assertThat(config.settings())
                .containsExactly(
                        new Setting("time", ValueType.DURATION, "0s..1h", "90s"),
                        new Setting("items[].colour", ValueType.CHOICE, "dark-red, blue", "blue"),
                        new Setting("names.NAME", ValueType.BYTES, "0..1MiB", "64KiB"),
                        new Setting("adapters[0].type", ValueType.TEXT, "", ""));
    }

    private static Config parse(String yaml) {
        return Config.parse("test.yaml", yaml, Path.of("base"), NO_ENVIRONMENT);
    }
}
