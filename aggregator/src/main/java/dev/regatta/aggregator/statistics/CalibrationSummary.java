package dev.regatta.aggregator.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Calibration over trials with a bootstrap over instances: {@value #REPLICATES} replicates, the
 * same instances drawn in every trial. Above {@value #MOST} instances each replicate draws only so
 * many and its spread is scaled (the m out of n bootstrap), so that the cost does not grow. The
 * interval is the normal one inside [0, 1].
 */
final class CalibrationSummary {
  static final int REPLICATES = 200;
  static final int MOST = 2000;

  private static final Map<String, ToDoubleFunction<Calibration>> STATISTICS =
      new LinkedHashMap<>();

  static {
    STATISTICS.put("ece_10_bin", Calibration::ece10);
    STATISTICS.put("ece_1_bin", Calibration::ece1);
    STATISTICS.put("selective_cov_acc_area", Calibration::selectiveArea);
    STATISTICS.put("selective_acc@10", Calibration::selectiveAccuracy10);
  }

  private CalibrationSummary() {}

  /** A statistic's value. */
  record Value(Stat stat, Interval interval) {}

  static Map<String, Value> of(List<Confidences.Pairs> trials, String seed) {
    List<Calibration> plain =
        trials.stream()
            .map(t -> Calibration.ranked(t.confidence(), t.correct(), t.ranking()))
            .toList();
    int n = trials.stream().mapToInt(t -> t.confidence().length).max().orElseThrow();
    List<List<Calibration>> replicates =
        trials.stream().map(t -> resampled(t, seed(seed))).toList();
    double scale = Math.sqrt(Math.min(1.0, (double) MOST / n));
    Map<String, Value> values = new LinkedHashMap<>();
    STATISTICS.forEach(
        (name, statistic) -> {
          Stat stat = Stat.EMPTY;
          for (Calibration trial : plain) {
            stat = stat.merge(Stat.of(statistic.applyAsDouble(trial)));
          }
          double stderr = n < 2 ? Double.NaN : scale * spread(replicates, statistic);
          Interval interval =
              n < 2 ? Interval.unknown(n) : Interval.around(stat.mean(), stderr, n, 0, 1);
          values.put(name, new Value(stat, interval));
        });
    return values;
  }

  private static double spread(
      List<List<Calibration>> trials, ToDoubleFunction<Calibration> statistic) {
    Moments means = new Moments();
    for (int b = 0; b < REPLICATES; b++) {
      double sum = 0;
      for (List<Calibration> trial : trials) {
        sum += statistic.applyAsDouble(trial.get(b));
      }
      means.add(sum / trials.size());
    }
    return Math.sqrt(means.sampleVariance());
  }

  private static List<Calibration> resampled(Confidences.Pairs pairs, long seed) {
    int n = pairs.confidence().length;
    int draws = Math.min(n, MOST);
    int[] falling = pairs.ranking();
    int[] place = new int[n];
    for (int rank = 0; rank < n; rank++) {
      place[falling[rank]] = rank;
    }
    SplittableRandom random = new SplittableRandom(seed);
    Calibration[] replicates = new Calibration[REPLICATES];
    int[] ranks = new int[draws];
    double[] confidence = new double[draws];
    int[] correct = new int[draws];
    for (int b = 0; b < REPLICATES; b++) {
      for (int i = 0; i < draws; i++) {
        ranks[i] = place[random.nextInt(n)];
      }
      Arrays.sort(ranks);
      for (int i = 0; i < draws; i++) {
        confidence[i] = pairs.confidence()[falling[ranks[i]]];
        correct[i] = pairs.correct()[falling[ranks[i]]];
      }
      replicates[b] = Calibration.ofFalling(confidence, correct);
    }
    return List.of(replicates);
  }

  /** The first 64 bits of a polynomial over the text: the same on every machine. */
  private static long seed(String text) {
    long hash = 1125899906842597L;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }
}
