package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogBudgetTest {
    private final LogBudget budget = new LogBudget(2);

    @Test
    void letsSoManyLinesThroughAndCountsTheRest() {
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
        assertThat(budget.take()).isFalse();
        assertThat(budget.refill()).isEqualTo(2);
        assertThat(budget.take()).isTrue();
        assertThat(budget.refill()).isZero();
    }
}
