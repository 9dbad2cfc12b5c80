package dev.regatta.aggregator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockSumsTest {
  private static double[] perplexity(double[] sums) {
    return new double[] {Math.exp(-sums[0] / sums[1])};
  }

  /** The delta method: exp(r) has the standard error of the ratio r times itself. */
  @Test
  void theStandardErrorIsThatOfTheDeltaMethod() {
    for (int n : new int[] {300, 20_000}) {
      SplittableRandom random = new SplittableRandom(n);
      BlockSums blocks = new BlockSums(2);
      double[] logprobs = new double[n];
      double[] tokens = new double[n];
      double sum = 0;
      double count = 0;
      for (int i = 0; i < n; i++) {
        tokens[i] = 5 + random.nextInt(40);
        logprobs[i] = -tokens[i] * (1 + random.nextDouble());
        blocks.add(2L * i, logprobs[i], tokens[i]);
        sum += logprobs[i];
        count += tokens[i];
      }
      double ratio = -sum / count;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        squares += Math.pow(-logprobs[i] - ratio * tokens[i], 2);
      }
      double expected = Math.exp(ratio) * Math.sqrt(squares) / count;
      Interval interval =
          BlockSums.intervals(List.of(blocks), BlockSumsTest::perplexity, n, "seed").get(0);
      assertThat(interval.n()).isEqualTo(n);
      assertThat(interval.stderr()).isCloseTo(expected, within(0.1 * expected));
      assertThat(interval.low()).isCloseTo(Math.exp(ratio) - 1.96 * expected, within(expected));
      assertThat(interval.high()).isCloseTo(Math.exp(ratio) + 1.96 * expected, within(expected));
    }
  }

  @Test
  void orderAndPartsDoNotMatter() {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = random.doubles(5000, -20, 0).toArray();
    BlockSums whole = new BlockSums(2);
    BlockSums left = new BlockSums(2);
    BlockSums right = new BlockSums(2);
    for (int i = 0; i < values.length; i++) {
      whole.add(i, values[i], 3);
    }
    for (int i = values.length - 1; i >= 0; i--) {
      (i % 3 == 0 ? left : right).add(i, values[i], 3);
    }
    left.add(right);
    assertThat(BlockSums.intervals(List.of(left), BlockSumsTest::perplexity, 5000, "seed"))
        .isEqualTo(BlockSums.intervals(List.of(whole), BlockSumsTest::perplexity, 5000, "seed"));
  }

  /** An engine may hold a token to be impossible. */
  @Test
  void sumsThatAreNotFiniteHaveNoInterval() {
    for (double logprob : new double[] {Double.NEGATIVE_INFINITY, -1e300}) {
      BlockSums blocks = new BlockSums(2);
      BlockSums rest = new BlockSums(2);
      for (int i = 0; i < 50; i++) {
        (i < 25 ? blocks : rest).add(i % 10, i == 30 ? logprob : -i, 3);
      }
      blocks.add(rest);
      assertThat(BlockSums.intervals(List.of(blocks), BlockSumsTest::perplexity, 50, "seed"))
          .containsExactly(Interval.unknown(50));
    }
  }

  @Test
  void perplexitiesAreCovered() {
    SplittableRandom random = new SplittableRandom(4);
    double truth = Math.exp(1.5);
    int repeats = 1000;
    int hits = 0;
    for (int repeat = 0; repeat < repeats; repeat++) {
      BlockSums blocks = new BlockSums(2);
      for (int i = 0; i < 200; i++) {
        double tokens = 5 + random.nextInt(40);
        blocks.add(i, -tokens * (1 + random.nextDouble()), tokens);
      }
      Interval interval =
          BlockSums.intervals(List.of(blocks), BlockSumsTest::perplexity, 200, "r" + repeat).get(0);
      hits += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }
    assertThat((double) hits / repeats).isBetween(0.94, 0.96);
  }

  /** Two trials of the same instances whose scores are equal are as uncertain as one. */
  @Test
  void trialsDrawTheSameInstances() {
    SplittableRandom random = new SplittableRandom(5);
    BlockSums first = new BlockSums(2);
    BlockSums second = new BlockSums(2);
    for (int i = 0; i < 400; i++) {
      double value = -random.nextDouble();
      first.add(i, value, 1);
      second.add(i, value, 1);
    }
    Interval one =
        BlockSums.intervals(List.of(first), BlockSumsTest::perplexity, 400, "seed").get(0);
    Interval two =
        BlockSums.intervals(List.of(first, second), BlockSumsTest::perplexity, 400, "seed").get(0);
    assertThat(two.stderr()).isCloseTo(one.stderr(), within(1e-12));
  }
}
