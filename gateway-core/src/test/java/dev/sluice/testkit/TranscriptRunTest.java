package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiMessage;
import dev.sluice.protocol.ApiMessage.Sender;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.PathPattern;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Transcripts of a protocol that repeats what it hears, and describes {@code yes} for clients, {@code yes} and {@code no}. */
class TranscriptRunTest {
    private static final ApiDescription API = ApiDescription.of("Echo", "Repeats.")
            .message(ApiMessage.plain("say", Sender.CLIENT, "Says yes", "yes"))
            .message(ApiMessage.plain("yes", Sender.GATEWAY, "Says yes", "yes"))
            .message(ApiMessage.plain("no", Sender.GATEWAY, "Says no", "no").asError())
            .build();

    @Test
    void takesWhatIsDescribed() {
        assertThatCode(() -> play("> yes", "< yes")).doesNotThrowAnyException();
    }

    @Test
    void takesWhatIsNotDescribedIfAnErrorOfItsOwnAnswersIt() {
        assertThatCode(() -> play("> no", "< no", "> no", "< no")).doesNotThrowAnyException();
    }

    @Test
    void failsWhenWhatIsNotDescribedIsAnsweredAsIfItWere() {
        assertThatThrownBy(() -> play("> maybe", "< yes"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("maybe");
    }

    @Test
    void failsWhenTheGatewaySaysWhatIsNotDescribed() {
        assertThatThrownBy(() -> play("> perhaps", "< perhaps"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("description of what the gateway said: perhaps");
    }

    private static void play(String... lines) {
        Protocol protocol = services ->
                new Protocol.Service(List.of(new EchoEndpoint()), List.of(), new Protocol.Usage("none", "none"), API);
        new TranscriptRun(new Stage(protocol, Request.get("/"))).play(List.of(lines));
    }

    private static final class EchoEndpoint implements Endpoint {
        @Override
        public PathPattern path() {
            return PathPattern.of("/");
        }

        @Override
        public CompletionStage<Authentication> authenticate(Request handshake) {
            return Authentication.granted(Principal.ANONYMOUS);
        }

        @Override
        public Admission admit(Request handshake, Principal principal) {
            return Admission.accepted(new Echo());
        }

        @Override
        public Limits limits() {
            return Limits.DEFAULT;
        }
    }

    private static final class Echo implements SessionHandler {
        private Session session;

        @Override
        public void onOpen(Session opened) {
            session = opened;
        }

        @Override
        public void onText(Text text) {
            session.send(Payload.of(text.is("maybe") ? "yes" : text.toString()));
        }

        @Override
        public void onBinary(Binary message) {
            // none in these transcripts
        }

        @Override
        public void onClose(int code, String reason) {
            // nothing is kept
        }
    }
}
