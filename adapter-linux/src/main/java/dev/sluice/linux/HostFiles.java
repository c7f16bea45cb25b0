package dev.sluice.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The small files by which the kernel tells things. Stateless. */
final class HostFiles {
    /** The largest that is read here, meminfo, has less than 2 KiB. */
    private static final int LONGEST = 64 * 1024;

    private final Path root;

    HostFiles(Path root) {
        this.root = root;
    }

    /** A path in this file system, given without the slash at the beginning. */
    Path path(String relative) {
        return root.resolve(relative);
    }

    /** What a file says, or nothing if it is not there, may not be read, or cannot tell now. */
    Optional<String> text(String relative) {
        return text(path(relative));
    }

    /** A file of one line. */
    Optional<String> line(String relative) {
        return text(relative).map(String::strip);
    }

    static Optional<String> text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What is in a directory and matches {@code glob}, by name; empty if the directory cannot be listed. */
    List<Path> list(String directory, String glob) {
        return list(path(directory), glob);
    }

    static List<Path> list(Path directory, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
            entries.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }
}
