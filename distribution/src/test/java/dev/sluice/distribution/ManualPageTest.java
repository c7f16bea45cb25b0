package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ManualPageTest {
    @CommandLine.Command(
            name = "pump",
            description = "Pumps.",
            subcommands = {Start.class, Valves.class},
            exitCodeList = {"0:Done.", "1:Not done."})
    static final class Pump {}

    @CommandLine.Command(name = "valves", description = "Tells of valves.", subcommands = Turn.class)
    static final class Valves {}

    @CommandLine.Command(name = "turn", description = "Turns one.")
    static final class Turn {
        @CommandLine.Parameters(paramLabel = "VALVE", description = "Which one.")
        String valve = "";
    }

    @CommandLine.Command(
            name = "start",
            description = "Starts it; 100%% of it.",
            footerHeading = "%nExample:%n",
            footer = "  pump start --at-rate 3")
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
    void namesWhatSubcommandsHaveBelowThem() {
        assertThat(text)
                .contains("\\fBpump valves turn\\fR \\fIVALVE\\fR")
                .doesNotContain("\\fBpump valves\\fR\n")
                .contains(".SS pump valves turn\nTurns one.\n.TP\n\\fIVALVE\\fR\nWhich one.");
    }

    @Test
    void showsExamplesAndHowItEnds() {
        assertThat(text)
                .contains("Example:\n.PP\n.nf\n  pump start \\-\\-at\\-rate 3\n.fi")
                .contains(".SH EXIT STATUS\n.TP\n\\fB0\\fR\nDone.\n.TP\n\\fB1\\fR\nNot done.");
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
