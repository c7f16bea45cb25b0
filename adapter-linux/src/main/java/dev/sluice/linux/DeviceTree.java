package dev.sluice.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the board's description says of its pins: which of them serve a UART, I²C, SPI or other driver. The kernel of older
 * Raspberry Pis hands such pins out all the same, and makes them inputs when they are given back; so it has to be known before.
 * Called when the pins are opened.
 */
final class DeviceTree {
    private static final Pattern PIN_NAME = Pattern.compile("gpio(\\d{1,2})");

    private final Path base;

    /** The description below {@code root}, if there is one. */
    DeviceTree(Path root) {
        this.base = root.resolve("sys/firmware/devicetree/base");
    }

    boolean isRaspberryPi() {
        return HostFiles.text(base.resolve("model")).orElse("").startsWith("Raspberry Pi");
    }

    /**
     * Pins that a driver has, with the driver's device.
     *
     * @throws IOException if the description is there but cannot be read
     */
    Map<Pin, String> users() throws IOException {
        Map<Integer, List<Integer>> groups = new HashMap<>();
        List<Path> users = new ArrayList<>();
        for (Path node : nodes()) {
            if (Files.exists(node.resolve("pinctrl-0")) && isUser(node)) {
                users.add(node);
            }
            List<Integer> pins = pins(node);
            if (!pins.isEmpty()) {
                // a group is a node with pins, or one whose children have pins
                numbers(node.resolve("phandle")).forEach(handle -> add(groups, handle, pins));
                numbers(node.resolveSibling("phandle")).forEach(handle -> add(groups, handle, pins));
            }
        }
        Map<Pin, String> found = new EnumMap<>(Pin.class);
        for (Path user : users) {
            for (int handle : numbers(user.resolve("pinctrl-0"))) {
                for (int offset : groups.getOrDefault(handle, List.of())) {
                    Pin.at(offset).ifPresent(pin -> found.putIfAbsent(pin, String.valueOf(user.getFileName())));
                }
            }
        }
        return found;
    }

    private List<Path> nodes() throws IOException {
        List<Path> nodes = new ArrayList<>();
        if (!Files.isDirectory(base)) {
            return nodes;
        }
        Files.walkFileTree(base, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                nodes.add(directory);
                return FileVisitResult.CONTINUE;
            }
        });
        return nodes;
    }

    /** A device that is switched on; what the pin controller sets up for nobody is free. */
    private static boolean isUser(Path node) {
        String status = HostFiles.text(node.resolve("status")).orElse("okay").replace("\0", "");
        return (status.equals("okay") || status.equals("ok")) && !Files.exists(node.resolve("gpio-controller"));
    }

    private static List<Integer> pins(Path node) throws IOException {
        List<Integer> pins = new ArrayList<>(numbers(node.resolve("brcm,pins")));
        Matcher names = PIN_NAME.matcher(HostFiles.text(node.resolve("pins")).orElse(""));
        while (names.find()) {
            pins.add(Integer.parseInt(names.group(1)));
        }
        return pins;
    }

    private static void add(Map<Integer, List<Integer>> groups, int handle, List<Integer> pins) {
        groups.computeIfAbsent(handle, key -> new ArrayList<>()).addAll(pins);
    }

    /** A property of 32-bit numbers; empty if the node has no such property. */
    private static List<Integer> numbers(Path property) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(property));
            while (bytes.remaining() >= Integer.BYTES) {
                numbers.add(bytes.getInt());
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return numbers;
    }
}
