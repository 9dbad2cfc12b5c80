package dev.regatta.worker.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.regatta.protocol.Decoding;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SamplerTest {
  /** ln of 0.5, 0.3, 0.15 and 0.05. */
  private static final float[] LOGITS = {
    (float) Math.log(0.3), (float) Math.log(0.5), (float) Math.log(0.05), (float) Math.log(0.15)
  };

  @Property
  void probabilitiesSumToOne(@ForAll @Size(20) float[] logits) {
    float[] finite = logits.clone();
    for (int i = 0; i < finite.length; i++) {
      finite[i] = Float.isFinite(finite[i]) ? finite[i] % 100 : 0;
    }
    double sum = 0;
    for (int i = 0; i < finite.length; i++) {
      sum += Math.exp(Logits.logProbability(finite, i));
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  @Test
  void zeroTemperatureTakesTheLikeliest() {
    assertThat(new Sampler(Decoding.greedy(1, List.of()), new Random(1)).next(LOGITS)).isEqualTo(1);
  }

  @Test
  void drawsByProbability() {
    double[] shares = shares(Requests.sampled(1, 1, 1, 1));
    assertThat(shares[0]).isCloseTo(0.3, within(0.02));
    assertThat(shares[1]).isCloseTo(0.5, within(0.02));
    assertThat(shares[2]).isCloseTo(0.05, within(0.02));
    assertThat(shares[3]).isCloseTo(0.15, within(0.02));
  }

  @Test
  void temperatureSharpens() {
    double[] shares = shares(Requests.sampled(0.5, 1, 1, 1));
    double total = 0.25 + 0.09 + 0.0225 + 0.0025;
    assertThat(shares[1]).isCloseTo(0.25 / total, within(0.02));
  }

  @Test
  void theNucleusIsTheFewestThatReachTheMass() {
    double[] shares = shares(Requests.sampled(1, 0.7, 1, 1));
    assertThat(shares[1]).isCloseTo(0.5 / 0.8, within(0.02));
    assertThat(shares[0]).isCloseTo(0.3 / 0.8, within(0.02));
    assertThat(shares[2] + shares[3]).isZero();
    assertThat(shares(Requests.sampled(1, 0.01, 1, 1))[1]).isCloseTo(1, within(1e-9));
  }

  @Test
  void penaltiesMakeRepeatsLessLikely() {
    Sampler sampler =
        new Sampler(new Decoding(0, 1, 3, List.of(), 1, 1, 0.1, 0.5, null), new Random(1));
    assertThat(List.of(sampler.next(LOGITS), sampler.next(LOGITS), sampler.next(LOGITS)))
        .containsExactly(1, 0, 1);
  }

  private static double[] shares(Decoding decoding) {
    Sampler sampler = new Sampler(decoding, new Random(7));
    int draws = 20_000;
    double[] shares = new double[LOGITS.length];
    for (int i = 0; i < draws; i++) {
      shares[sampler.next(LOGITS)] += 1.0 / draws;
    }
    return shares;
  }
}
