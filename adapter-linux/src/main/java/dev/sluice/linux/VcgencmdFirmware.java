package dev.sluice.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program {@code vcgencmd}, run without a shell, from the places where the system has it. One that does not end in time
 * is ended, and left alone for a while. Called by the measuring thread, which waits for it.
 */
final class VcgencmdFirmware implements FirmwareSource {
    private static final Logger log = LoggerFactory.getLogger(VcgencmdFirmware.class);
    private static final List<String> PLACES = List.of("usr/bin/vcgencmd", "opt/vc/bin/vcgencmd");
    private static final Pattern THROTTLED = Pattern.compile("throttled=0x([0-9a-fA-F]{1,5})");
    private static final Pattern FREQUENCY = Pattern.compile("frequency\\(\\d{1,2}\\)=(\\d{1,15})");
    private static final Duration REST = Duration.ofMinutes(1);
    private static final int LONGEST_ANSWER = 1024;

    private final Path root;
    private final Duration limit;
    private final InstantSource clock;
    private Instant restsUntil = Instant.MIN;

    /**
     * The program below {@code root}.
     *
     * @param limit how long it may take
     */
    VcgencmdFirmware(Path root, Duration limit, InstantSource clock) {
        this.root = root;
        this.limit = limit;
        this.clock = clock;
    }

    @Override
    public OptionalInt throttled() {
        return answer(THROTTLED, "get_throttled").stream()
                .mapToInt(text -> Integer.parseInt(text, 16))
                .findFirst();
    }

    @Override
    public OptionalDouble clock(Clock wanted) {
        return answer(FREQUENCY, "measure_clock", wanted.word()).stream()
                .mapToDouble(Double::parseDouble)
                .findFirst();
    }

    private Optional<String> answer(Pattern form, String... arguments) {
        return program()
                .flatMap(program -> run(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .toList()))
                .map(form::matcher)
                .filter(Matcher::matches)
                .map(parts -> parts.group(1));
    }

    private Optional<Path> program() {
        if (clock.instant().isBefore(restsUntil)) {
            return Optional.empty();
        }
        return PLACES.stream().map(root::resolve).filter(Files::isExecutable).findFirst();
    }

    private Optional<String> run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true) // an error message does not have the form of an answer
                    .start();
            try {
                process.getOutputStream().close();
                return waitFor(process, command);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            log.debug("{} failed: {}", command, e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the adapter is being closed
            return Optional.empty();
        }
    }

    private Optional<String> waitFor(Process process, List<String> command) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            restsUntil = clock.instant().plus(REST);
            log.warn(
                    "{} did not end within {} ms: not asked again for {} s",
                    String.join(" ", command),
                    limit.toMillis(),
                    REST.toSeconds());
            return Optional.empty();
        }
        byte[] answer = process.getInputStream().readNBytes(LONGEST_ANSWER);
        return Optional.of(new String(answer, StandardCharsets.UTF_8).strip());
    }
}
