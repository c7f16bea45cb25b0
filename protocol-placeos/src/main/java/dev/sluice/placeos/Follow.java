package dev.sluice.placeos;

import java.util.Arrays;

/** A variable as it was asked for: under an id, in some wording. Panels of one make mostly ask alike, and share one. */
final class Follow {
    private final Wording wording;
    private final byte[] head;
    private final int hash;

    /** @param head of the messages, with the id in it */
    Follow(Wording wording, byte[] head) {
        this.wording = wording;
        this.head = head;
        this.hash = 31 * wording.hashCode() + Arrays.hashCode(head); // asked for with every delivery
    }

    Wording wording() {
        return wording;
    }

    byte[] head() {
        return head;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Follow follow
                        && hash == follow.hash
                        && wording.equals(follow.wording)
                        && Arrays.equals(head, follow.head));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
