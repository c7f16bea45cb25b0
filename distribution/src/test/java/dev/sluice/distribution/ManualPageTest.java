package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ManualPageTest {
    @CommandLine.Command(name = "pump", description = "Pumps.", subcommands = Start.class)
    static final class Pump {}

    @CommandLine.Command(name = "start", description = "Starts it; 100%% of it.")
    static final class Start {
        @CommandLine.Option(names = "--at-rate", paramLabel = "RATE", description = "How fast.")
        int rate;

        @CommandLine.Option(names = "--secret", hidden = true)
        boolean secret;

        @CommandLine.Parameters(paramLabel = "WHERE")
        String where = "";
    }

    private final String text = new ManualPage(new CommandLine(new Pump()), "1.0-x").text();

    @Test
    void namesTheCommandItsVersionAndItsSubcommands() {
        assertThat(text)
                .startsWith(".TH PUMP 1 \"\" \"pump 1.0\\-x\"")
                .contains("pump \\- Pumps.")
                .contains("\\fBpump start\\fR [\\fIOPTIONS\\fR] \\fIWHERE\\fR")
                .contains(".SS pump start\nStarts it; 100% of it.");
    }

    @Test
    void describesOptionsButNotHiddenOnes() {
        assertThat(text)
                .contains(".TP\n\\fB\\-\\-at\\-rate\\fR \\fIRATE\\fR\nHow fast.")
                .doesNotContain("secret");
    }

    @Test
    void theSameCommandGivesTheSamePage() {
        assertThat(new ManualPage(new CommandLine(new Pump()), "1.0-x").text()).isEqualTo(text);
    }
}
