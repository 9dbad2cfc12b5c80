package dev.regatta.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @Property
  void whatIsPrintedIsReadBack(@ForAll @LongRange(min = 0, max = 1L << 60) long amount) {
    assertThat(Units.size(Units.printSize(amount))).isEqualTo(amount);
    Duration duration = Duration.ofMillis(amount);
    assertThat(Units.duration(Units.print(duration))).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "1 s ", "1S", "1KiB", "99999999999999999d"})
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> Units.duration(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "KiB", "1kb", "-1", "1.5MiB", "999999999999TiB"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> Units.size(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
