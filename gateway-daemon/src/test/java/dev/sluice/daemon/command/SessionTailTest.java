package dev.sluice.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Against an admin listener that says what the test says. */
class SessionTailTest {
    @Command(name = "tail")
    private static final class Tail {
        @Mixin
        private final Output output = new Output();
    }

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final StringWriter out = new StringWriter();
    private HttpServer server;
    private SessionTail tail;

    @BeforeEach
    void start() throws IOException, CommandFailure {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            String path = exchange.getRequestURI().getPath() + (query.startsWith("after=") ? "?" + query : "");
            byte[] body = answers.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answers.containsKey(path) ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        Tail command = new Tail();
        new CommandLine(command).setOut(new PrintWriter(out, true)).parseArgs();
        AdminClient client = AdminClient.of(base, Optional.empty(), Optional.empty(), Duration.ofMinutes(1));
        tail = new SessionTail(client, "valve", new Lines(command.output, 0));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void printsTheFramesOfASessionUntilItIsGone() throws Exception {
        sessions("{'id':'1a','principal':'ada','address':'192.0.2.7','messages_in':0,'messages_out':0}");
        frames("1a", 0, "{'last':0,'missed':0,'frames':[]}");
        assertThat(look()).isEqualTo("open  1a  ada  192.0.2.7\n");
        frames(
                "1a",
                0,
                "{'last':7,'missed':5,'frames':["
                        + "{'number':6,'at':'T','direction':'in','opcode':'text','size':33,'text':'{}','cut':true},"
                        + "{'number':7,'at':'T','direction':'out','opcode':'ping','size':0}]}");
        assertThat(look())
                .isEqualTo("missed  1a  5 frames\nT  1a  frame  in text 33: {} …\nT  1a  frame  out ping 0\n");
        frames(
                "1a",
                7,
                "{'open':false,'last':8,'missed':0,'frames':["
                        + "{'number':8,'at':'T','direction':'in','opcode':'close','size':2,'text':'1000'}]}");
        sessions("");
        assertThat(look()).isEqualTo("T  1a  frame  in close 2: 1000\nclosed  1a  ada  192.0.2.7\n");
    }

    @Test
    void countsMessagesWhereNoFramesAreShown() throws Exception {
        sessions("{'id':'1a','principal':'ada','address':'192.0.2.7','messages_in':1,'messages_out':4}");
        assertThat(look()).isEqualTo("open  1a  ada  192.0.2.7\n");
        sessions("{'id':'1a','principal':'ada','address':'192.0.2.7','messages_in':3,'messages_out':5}");
        assertThat(look()).isEqualTo("traffic  1a  ada  192.0.2.7  2 in, 1 out\n");
        assertThat(look()).isEmpty();
    }

    private String look() throws Exception {
        out.getBuffer().setLength(0);
        tail.look();
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private void sessions(String sessions) {
        answers.put(
                "/api/sessions",
                "{'total':1,'sessions':[%s]}".formatted(sessions).replace('\'', '"'));
    }

    private void frames(String session, int after, String frames) {
        answers.put("/api/sessions/" + session + "/frames?after=" + after, frames.replace('\'', '"'));
    }
}
