package dev.regatta.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.cli.chaos.Deed.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeedTest {
  private static final Duration LEASE = Duration.ofSeconds(5);

  @Test
  void aSeedDecidesEverything() {
    List<Deed> script = Deed.script(11, Duration.ofMinutes(5), LEASE);
    assertThat(Deed.script(11, Duration.ofMinutes(5), LEASE)).isEqualTo(script);
    assertThat(Deed.script(12, Duration.ofMinutes(5), LEASE)).isNotEqualTo(script);
    assertThat(Deed.script(11, Duration.ofMinutes(9), LEASE))
        .as("more time, the same beginning")
        .startsWith(script.toArray(Deed[]::new));
  }

  @Test
  void theTimeIsFilledAndNotExceeded() {
    for (int seed = 0; seed < 50; seed++) {
      Duration time = Duration.ofSeconds(10L * seed);
      Duration used = Duration.ZERO;
      for (Deed deed : Deed.script(seed, time, LEASE)) {
        used = used.plus(deed.pause()).plus(deed.length());
      }
      assertThat(used).isLessThanOrEqualTo(time);
      assertThat(time.minus(used)).isLessThan(Duration.ofSeconds(8 + 4 + 5));
    }
  }

  @Test
  void everyKindOccursAndWhoIsSuspendedIsSoForLongerThanItsLease() {
    Set<Kind> kinds = new HashSet<>();
    for (Deed deed : Deed.script(3, Duration.ofMinutes(30), LEASE)) {
      kinds.add(deed.kind());
      if (deed.kind().suspends()) {
        assertThat(deed.length()).isGreaterThanOrEqualTo(LEASE);
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
  }
}
