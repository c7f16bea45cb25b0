package dev.sluice.placeos;

import dev.sluice.placeos.PlaceosMessage.Target;

/** The names by which clients know a variable, and how they want its values: what follows the id in what they are told. */
final class Wording {
    private final Target target;
    private final ValueEncoding encoding;
    private final String variable;
    private final int hash;

    Wording(Target target, ValueEncoding encoding) {
        this.target = target;
        this.encoding = encoding;
        this.variable = SystemModule.wire(target.name());
        this.hash = 31 * target.hashCode() + encoding.hashCode(); // asked for with every delivery
    }

    Target target() {
        return target;
    }

    ValueEncoding encoding() {
        return encoding;
    }

    /** The variable's name in its wire form, whichever way the client writes it. */
    String variable() {
        return variable;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Wording wording
                        && hash == wording.hash
                        && encoding == wording.encoding
                        && target.equals(wording.target));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
