package dev.sluice.daemon;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the keys of the configuration mean, a sentence each: every module says it of its own, beside its code. In a key,
 * {@code *} stands for anything but a dot; who says most of the key is heard.
 */
final class Meanings {
    private static final String FILE = "META-INF/sluice/configuration.properties";

    private final Map<String, String> sentences;

    private Meanings(Map<String, String> sentences) {
        this.sentences = sentences;
    }

    static Meanings read() {
        Map<String, String> sentences = new TreeMap<>();
        try {
            for (URL file : Collections.list(Meanings.class.getClassLoader().getResources(FILE))) {
                Properties said = new Properties();
                try (Reader reader = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
                    said.load(reader);
                }
                said.stringPropertyNames().forEach(key -> sentences.put(key, said.getProperty(key)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Meanings(sentences);
    }

    Optional<String> of(String key) {
        return sentences.keySet().stream()
                .filter(sentence -> matches(sentence, key))
                .min(Comparator.comparingLong(Meanings::stars))
                .map(sentences::get);
    }

    /** Sentences about none of these keys. */
    List<String> superfluous(Collection<String> keys) {
        return sentences.keySet().stream()
                .filter(sentence -> keys.stream().noneMatch(key -> matches(sentence, key)))
                .toList();
    }

    private static long stars(String sentence) {
        return sentence.chars().filter(character -> character == '*').count();
    }

    private static boolean matches(String sentence, String key) {
        String pattern =
                Arrays.stream(sentence.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^.]*"));
        return key.matches(pattern);
    }
}
