package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ExactSumTest {

  @Provide
  Arbitrary<List<Double>> terms() {
    return Arbitraries.oneOf(
            Arbitraries.doubles().between(-1e300, 1e300),
            Arbitraries.doubles().between(-1, 1).ofScale(17),
            Arbitraries.integers().map(Integer::doubleValue),
            Arbitraries.longs().between(-(1L << 53), 1L << 53).map(Long::doubleValue),
            Arbitraries.of(1e100, -1e100, 1e-300, 0.1, -0.1, 0.5, -0.0))
        .list()
        .ofMaxSize(60);
  }

  @Property
  void isTheExactSumRoundedOnce(@ForAll("terms") List<Double> terms) {
    BigDecimal exact = terms.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(sum(terms).value()).isEqualTo(exact.doubleValue());
  }

  @Property
  void orderAndPartitionsDoNotMatter(@ForAll("terms") List<Double> terms, @ForAll long seed) {
    List<Double> shuffled = new ArrayList<>(terms);
    Collections.shuffle(shuffled, new Random(seed));
    int cut = shuffled.isEmpty() ? 0 : Math.floorMod(seed, shuffled.size());
    ExactSum merged = sum(shuffled.subList(0, cut));
    merged.add(sum(shuffled.subList(cut, shuffled.size())));
    assertThat(merged.value()).isEqualTo(sum(terms).value());
  }

  @Property
  void sampleVarianceHasNoCancellation(@ForAll("terms") List<Double> raw) {
    List<Double> terms = raw.stream().filter(x -> Math.abs(x) < 1e60).toList();
    Moments moments = new Moments();
    terms.forEach(moments::add);
    if (terms.size() < 2) {
      assertThat(moments.sampleVariance()).isNaN();
      return;
    }
    BigDecimal n = BigDecimal.valueOf(terms.size());
    BigDecimal sum = terms.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal deviations = BigDecimal.ZERO;
    for (double term : terms) {
      BigDecimal scaled = new BigDecimal(term).multiply(n).subtract(sum);
      deviations = deviations.add(scaled.multiply(scaled));
    }
    double expected =
        deviations
            .divide(
                n.multiply(n).multiply(n.subtract(BigDecimal.ONE)), new java.math.MathContext(30))
            .doubleValue();
    assertThat(moments.sampleVariance())
        .isCloseTo(expected, within(1e-12 * Math.abs(expected) + 1e-300));
  }

  @Example
  void infinitiesBehaveAsInIeee() {
    assertThat(sum(List.of(1.0, Double.POSITIVE_INFINITY)).value()).isInfinite();
    assertThat(sum(List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)).value()).isNaN();
  }

  private static ExactSum sum(List<Double> terms) {
    ExactSum sum = new ExactSum();
    terms.forEach(sum::add);
    return sum;
  }
}
