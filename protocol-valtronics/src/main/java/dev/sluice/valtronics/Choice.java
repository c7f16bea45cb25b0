package dev.sluice.valtronics;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What one field of a filter lets pass.
 *
 * @param open whether everything; then {@code values} is empty
 * @param values one of these; none of them if two places of one message contradict each other
 */
record Choice<T>(boolean open, Set<T> values) {
    Choice {
        values = Set.copyOf(values);
    }

    static <T> Choice<T> any() {
        return new Choice<>(true, Set.of());
    }

    static <T> Choice<T> of(Set<T> values) {
        return new Choice<>(false, values);
    }

    boolean accepts(T value) {
        return open || values.contains(value);
    }

    /** What both let pass. */
    Choice<T> and(Choice<T> other) {
        if (open) {
            return other;
        }
        if (other.open) {
            return this;
        }
        Set<T> both = new LinkedHashSet<>(values);
        both.retainAll(other.values);
        return of(both);
    }

    /** What either lets pass. */
    Choice<T> or(Choice<T> other) {
        if (open || other.open) {
            return any();
        }
        Set<T> either = new LinkedHashSet<>(values);
        either.addAll(other.values);
        return of(either);
    }

    /** Whether everything that this lets pass is named by {@code other}. */
    boolean isWithin(Choice<T> other) {
        return other.open || (!open && new HashSet<>(other.values).containsAll(values));
    }
}
