package dev.regatta.coordinator.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void balancesOnlyWhenThePlanIsWholeAndEveryRequestHasItsOutcome() {
    for (int i = 0; i < 4; i++) {
      ledger.plan(i);
    }
    ledger.reuse(0, true);
    assertThat(ledger.record(1, true)).isTrue();
    assertThat(ledger.record(1, false)).as("the first outcome counts").isFalse();
    assertThat(ledger.record(2, false)).isTrue();
    assertThat(open()).containsExactly(3);
    ledger.record(3, true);
    assertThat(ledger.counts().balanced()).as("the plan may still grow").isFalse();
    ledger.planComplete();
    assertThat(ledger.counts()).isEqualTo(new Ledger.Counts(4, true, 3, 1, 1, 0));
    assertThat(ledger.counts().balanced()).isTrue();
    assertThat(ledger.counts().sent()).isEqualTo(3);
    assertThat(open()).isEmpty();
  }

  @Test
  void anAnswerTakesThePlaceOfAQuarantineAndNotTheOtherWayRound() {
    ledger.plan(0);
    ledger.planComplete();
    ledger.record(0, false);
    assertThat(ledger.record(0, false)).isFalse();
    assertThat(ledger.record(0, true)).isTrue();
    assertThat(ledger.counts()).isEqualTo(new Ledger.Counts(1, true, 1, 0, 0, 0));
    assertThat(ledger.record(0, false)).isFalse();
    assertThat(ledger.counts()).isEqualTo(new Ledger.Counts(1, true, 1, 0, 0, 0));
  }

  @Test
  void refusesAGapInTheOrdinals() {
    ledger.plan(0);
    assertThatThrownBy(() -> ledger.plan(2)).hasMessageContaining("Expected ordinal 1");
  }

  private List<Integer> open() {
    List<Integer> open = new ArrayList<>();
    ledger.forEachOpen(open::add);
    return open;
  }
}
