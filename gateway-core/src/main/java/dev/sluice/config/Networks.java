package dev.sluice.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A set of IP networks, to tell whose address is allowed.
 *
 * @param list the networks; none means that nobody is in
 */
public record Networks(List<Network> list) {
    public Networks {
        list = List.copyOf(list);
    }

    static Networks of(List<Network> list) {
        return new Networks(list);
    }

    /** @throws IllegalArgumentException if one of the texts is neither a network nor an address */
    public static Networks of(String... texts) {
        return new Networks(Arrays.stream(texts).map(Network::parse).toList());
    }

    /** Every address there is. */
    public static Networks everywhere() {
        return of("0.0.0.0/0", "::/0");
    }

    /** Loopback, link-local and the ranges reserved for private use (RFC 1918, RFC 4193). */
    public static Networks loopbackAndPrivate() {
        return of(
                "127.0.0.0/8",
                "::1/128",
                "10.0.0.0/8",
                "172.16.0.0/12",
                "192.168.0.0/16",
                "169.254.0.0/16",
                "fc00::/7",
                "fe80::/10");
    }

    public boolean contains(InetAddress address) {
        return list.stream().anyMatch(network -> network.contains(address));
    }

    @Override
    public String toString() {
        return list.stream().map(Network::toString).collect(Collectors.joining(", "));
    }

    /**
     * One network.
     *
     * @param base its lowest address
     * @param prefix how many leading bits an address must share with it
     */
    public record Network(InetAddress base, int prefix) {
        private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

        /** @throws IllegalArgumentException if {@code text} is neither a network nor an address; never asks DNS */
        static Network parse(String text) {
            int slash = text.indexOf('/');
            InetAddress base = address(slash < 0 ? text : text.substring(0, slash));
            int bits = base.getAddress().length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException(text);
            }
            return new Network(base, prefix);
        }

        boolean contains(InetAddress address) {
            byte[] ours = base.getAddress();
            byte[] theirs = address.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit += 8) {
                int mask = prefix - bit >= 8 ? 0xff : 0xff << (8 - (prefix - bit)) & 0xff;
                if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return base.getHostAddress() + "/" + prefix;
        }

        private static InetAddress address(String text) {
            boolean shortened = text.indexOf(':') < 0 && text.split("\\.", -1).length != 4;
            if (shortened || !LITERAL.matcher(text).matches()) {
                throw new IllegalArgumentException(text);
            }
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }
    }
}
