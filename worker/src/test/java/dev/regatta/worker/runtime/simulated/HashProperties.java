package dev.regatta.worker.runtime.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class HashProperties {

  @Property
  void isTheSumOfCharactersTimesPowersOfThePrime(@ForAll String text, @ForAll long seed) {
    long sum = seed;
    for (char c : text.toCharArray()) {
      sum = sum * 0x100000001b3L + c;
    }
    assertThat(Hash.of(text, seed)).isEqualTo(Hash.mix(sum));
  }
}
