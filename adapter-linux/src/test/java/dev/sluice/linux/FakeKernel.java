package dev.sluice.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A kernel with GPIO chips and a firmware mailbox. It takes structures apart by the places that linux/gpio.h gives their fields,
 * and refuses those whose length is not the one in the number of the call. Waiting in {@link #poll} is real.
 */
final class FakeKernel implements Kernel {
    private static final int EBADF = 9;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    private static final int ENODEV = 19;
    private static final int EINVAL = 22;
    private static final int ENOTTY = 25;

    /** A line of a chip. */
    static final class Line {
        private final int offset;
        long flags = 4;
        String consumer = "";
        boolean high;
        final Deque<byte[]> events = new ArrayDeque<>();

        Line(int offset) {
            this.offset = offset;
        }
    }

    final Map<Integer, Line> lines = new TreeMap<>();
    final List<String> log = new ArrayList<>();
    long nanos = 1_000_000_000_000L;
    int refusal;
    private final Map<String, String> labels = new HashMap<>();
    private final Map<Integer, Object> open = new HashMap<>();
    private int next = 100;
    private boolean denied;
    private boolean gone;

    synchronized FakeKernel chip(String path, String label) {
        labels.put(path, label);
        return this;
    }

    synchronized Line line(int offset) {
        return lines.computeIfAbsent(offset, Line::new);
    }

    synchronized void deny() {
        denied = true;
    }

    /** The chips are unbound, or there again. */
    synchronized void gone(boolean now) {
        gone = now;
        notifyAll();
    }

    synchronized int openNumbers() {
        return open.size();
    }

    synchronized List<String> takeLog() {
        List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    /** A level changes; told if somebody asked for edges. */
    synchronized void level(int offset, boolean high, long at) {
        Line line = line(offset);
        line.high = high;
        if ((line.flags & 0x30) != 0) {
            ByteBuffer event = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
            event.putLong(0, at).putInt(8, high ? 1 : 2).putInt(12, offset);
            line.events.add(event.array());
            notifyAll();
        }
    }

    @Override
    public synchronized int open(String path) throws IOException {
        if (denied || gone || !labels.containsKey(path)) {
            throw new KernelException("open " + path, denied ? EACCES : 2);
        }
        return opened(labels.get(path));
    }

    private int opened(Object what) {
        open.put(++next, what);
        return next;
    }

    @Override
    public synchronized void ioctl(int fd, long request, ByteBuffer argument) throws IOException {
        String what = "ioctl 0x" + Long.toHexString(request);
        Object target = open.get(fd);
        if (target == null || gone) {
            throw new KernelException(what, gone ? ENODEV : EBADF);
        }
        if (refusal != 0 && request == GpioStructs.SET_CONFIG) {
            throw new KernelException(what, refusal);
        }
        if (request == 0xc0086400L) {
            mailbox(argument);
            return;
        }
        if ((request >> 16 & 0x3fff) != argument.capacity()) {
            throw new KernelException(what + " with " + argument.capacity() + " bytes", EINVAL);
        }
        if (target instanceof String label) {
            onChip(request, argument, label);
        } else {
            onLine((Line) target, request, argument);
        }
    }

    private void onChip(long request, ByteBuffer argument, String label) throws IOException {
        if (request == 0x8044b401L) {
            put(argument, 32, label);
        } else if (request == 0xc100b405L) {
            Line line = line(argument.getInt(64));
            put(argument, 32, line.consumer);
            argument.putLong(72, line.flags);
        } else if (request == 0xc250b407L) {
            request(argument);
        } else {
            throw new KernelException("ioctl on a chip", ENOTTY);
        }
    }

    private void request(ByteBuffer argument) throws IOException {
        Line line = line(argument.getInt(0));
        if ((line.flags & 1) != 0) {
            throw new KernelException("request of line " + line.offset, EBUSY);
        }
        if (argument.getInt(560) != 1) {
            throw new KernelException("request of " + argument.getInt(560) + " lines", EINVAL);
        }
        byte[] consumer = new byte[6];
        argument.get(256, consumer);
        line.consumer = new String(consumer, StandardCharsets.US_ASCII);
        configure(line, argument, 288, "request");
        line.flags |= 1;
        argument.putInt(588, opened(line));
    }

    private void onLine(Line line, long request, ByteBuffer argument) throws IOException {
        if (request == 0xc110b40dL) {
            configure(line, argument, 0, "config");
        } else if (request == 0xc010b40eL && argument.getLong(8) == 1) {
            argument.putLong(0, line.high ? 1 : 0);
        } else if (request == 0xc010b40fL && argument.getLong(8) == 1 && (line.flags & 8) != 0) {
            line.high = argument.getLong(0) == 1;
            log.add(line.offset + " drive " + line.high);
        } else {
            throw new KernelException("ioctl on a line", EINVAL);
        }
    }

    private void configure(Line line, ByteBuffer argument, int at, String what) {
        long flags = argument.getLong(at);
        String level = "";
        if (argument.getInt(at + 8) == 1 && argument.getInt(at + 32) == 2 && argument.getLong(at + 48) == 1) {
            line.high = argument.getLong(at + 40) == 1;
            level = " " + line.high;
        }
        log.add(line.offset + " " + what + " 0x" + Long.toHexString(flags) + level);
        if (flags != 0) {
            line.flags = flags | (line.flags & 1);
        }
        if ((flags & 0x100) != 0) {
            line.high = true;
        }
    }

    private static void mailbox(ByteBuffer message) {
        int tag = message.getInt(8);
        message.putInt(4, 0x80000000);
        message.putInt(16, 0x80000000 | message.getInt(12));
        if (tag == 0x30046) {
            message.putInt(20, 0x00050005);
        } else {
            message.putInt(24, message.getInt(20) == 3 ? 1_500_345_728 : 500_000_992);
        }
    }

    private static void put(ByteBuffer bytes, int at, String text) {
        bytes.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public synchronized int read(int fd, ByteBuffer into) throws IOException {
        if (open.get(fd) instanceof Counter counter) {
            counter.raised = false;
            return 8;
        }
        if (!(open.get(fd) instanceof Line line) || gone) {
            throw new KernelException("read", gone ? ENODEV : EBADF);
        }
        int at = 0;
        while (!line.events.isEmpty() && at < into.capacity()) {
            into.put(at, line.events.remove());
            at += 48;
        }
        return at;
    }

    private static final class Counter {
        private boolean raised;
    }

    @Override
    public synchronized int openCounter() {
        return opened(new Counter());
    }

    @Override
    public synchronized void raise(int counter) throws IOException {
        if (!(open.get(counter) instanceof Counter known)) {
            throw new KernelException("write", EBADF);
        }
        known.raised = true;
        notifyAll();
    }

    @Override
    public synchronized int[] poll(int[] fds, int timeoutMillis) {
        int[] said = said(fds);
        while (timeoutMillis < 0 && isSilent(said)) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            said = said(fds);
        }
        return said;
    }

    private int[] said(int[] fds) {
        int[] said = new int[fds.length];
        for (int i = 0; i < fds.length; i++) {
            Object target = open.get(fds[i]);
            if (target instanceof Counter counter) {
                said[i] = counter.raised ? READABLE : 0;
            } else if (target instanceof Line line && !gone) {
                said[i] = line.events.isEmpty() ? 0 : READABLE;
            } else {
                said[i] = BROKEN;
            }
        }
        return said;
    }

    private static boolean isSilent(int[] said) {
        for (int events : said) {
            if (events != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public synchronized void close(int fd) {
        if (open.remove(fd) instanceof Line line) {
            line.flags &= ~1;
            log.add(line.offset + " release");
        }
        notifyAll();
    }

    @Override
    public int pointerBytes() {
        return 8;
    }

    @Override
    public synchronized long monotonicNanos() {
        return nanos;
    }
}
