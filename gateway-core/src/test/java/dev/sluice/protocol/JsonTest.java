package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The policy for hostile JSON. */
class JsonTest {
    @Test
    void readsOneDocumentOfAnyType() throws BadJsonException {
        assertThat(Json.read(Text.of(" {\"a\": [1, 2.5, true, null, \"ü\"]} ")).toString())
                .isEqualTo("{\"a\":[1,2.5,true,null,\"ü\"]}");
        assertThat(Json.read(Text.of("null")).isNull()).isTrue();
        assertThat(Json.read(Text.of("1e3")).isNumber()).isTrue();
    }

    @Test
    void readsOnlyItsPartOfTheBuffer() throws BadJsonException {
        byte[] bytes = "xx{\"a\":1}yy".getBytes(StandardCharsets.UTF_8);
        assertThat(Json.read(new Text(bytes, 2, 7)).toString()).isEqualTo("{\"a\":1}");
    }

    @Test
    void refusesWhatIsNotOneJsonDocument() {
        for (String text : List.of(
                "",
                " ",
                "x",
                "ping",
                "{",
                "{]",
                "{\"a\":1,}",
                "[1,]",
                "{'a':1}",
                "{a:1}",
                "{} {}",
                "{}x",
                "1 2",
                "//\n1",
                "/**/1",
                "NaN",
                "Infinity",
                "+1",
                "01",
                ".5",
                "1.",
                "\"\t\"",
                "\"\\x\"",
                "\"unfinished",
                "tru",
                "\0{}",
                "\0\0\0{",
                "{\0}")) {
            assertThatThrownBy(() -> Json.read(Text.of(text))).as(text).isInstanceOf(BadJsonException.class);
        }
    }

    @Test
    void saysWhereAndWhatInOneLine() {
        assertThatThrownBy(() -> Json.read(Text.of("{\"a\": nope}")))
                .hasMessageContaining("nope")
                .hasMessageContaining("line 1, column")
                .message()
                .doesNotContain("\n");
        assertThatThrownBy(() -> Json.read(Text.of(""))).hasMessage("empty text");
    }

    @Test
    void boundsDepthNumbersAndNames() throws BadJsonException {
        assertThat(Json.read(Text.of("[".repeat(64) + "]".repeat(64))).isArray())
                .isTrue();
        assertThatThrownBy(() -> Json.read(Text.of("[".repeat(65) + "]".repeat(65))))
                .isInstanceOf(BadJsonException.class);
        assertThatThrownBy(() -> Json.read(Text.of("[".repeat(60_000)))).isInstanceOf(BadJsonException.class);
        assertThat(Json.read(Text.of("1".repeat(400))).isNumber()).isTrue();
        assertThatThrownBy(() -> Json.read(Text.of("1".repeat(401)))).isInstanceOf(BadJsonException.class);
        assertThatThrownBy(() -> Json.read(Text.of("{\"" + "n".repeat(2000) + "\":1}")))
                .isInstanceOf(BadJsonException.class);
    }

    @Test
    void takesTheLastOfTwoMembersWithTheSameName() throws BadJsonException {
        assertThat(Json.read(Text.of("{\"a\":1,\"a\":2}")).get("a").asInt()).isEqualTo(2);
    }

    @Test
    void replacesLoneSurrogatesAndKeepsPairs() throws BadJsonException {
        String text = "{\"k\":[\"\\udc00\", \"\\uD83D\\uDE00\", \"\\ud83dx\"]}";
        assertThat(Json.read(Text.of(text)).toString()).isEqualTo("{\"k\":[\"\uFFFD\",\"😀\",\"\uFFFDx\"]}");
        assertThatThrownBy(() -> Json.read(Text.of("{\"\\ud800k\":1}"))).isInstanceOf(BadJsonException.class);
    }

    @Test
    void whateverItReadsItCanWrite() throws BadJsonException {
        JsonNode node = Json.read(Text.of("{\"a\":\"\\ud800 \\u0000 😀\"}"));
        String written = Json.write(out -> out.writeTree(node)).toString();
        assertThat(Json.read(Text.of(written))).isEqualTo(node);
    }

    @Test
    void echoesAValueCutAndCleaned() throws BadJsonException {
        assertThat(Json.echo("wrong")).isEqualTo("wrong");
        assertThat(Json.echo("a\nb\u0007\ud800c")).isEqualTo("a\uFFFDb\uFFFD\uFFFDc");
        assertThat(Json.echo("x".repeat(101))).isEqualTo("x".repeat(100) + "…");
        assertThat(Json.echo("x".repeat(99) + "😀")).isEqualTo("x".repeat(99) + "…");
        assertThat(Json.echo(Json.read(Text.of("[1,\"a\"]")))).isEqualTo("[1,\"a\"]");
    }
}
