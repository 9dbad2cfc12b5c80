package dev.regatta.aggregator.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Calibration over trials, with intervals by a bootstrap over instances: the same instances are
 * drawn in every trial.
 */
final class CalibrationSummary {
  private static final String SELECTIVE_AREA = "selective_cov_acc_area";
  private static final String SELECTIVE_ACCURACY = "selective_acc@10";

  private static final List<String> NAMES =
      List.of("ece_10_bin", "ece_1_bin", SELECTIVE_AREA, SELECTIVE_ACCURACY);

  private CalibrationSummary() {}

  /** Whether a metric depends on the order of equal confidences. */
  static boolean ordered(String metric) {
    return metric.equals(SELECTIVE_AREA) || metric.equals(SELECTIVE_ACCURACY);
  }

  /** A statistic's value. */
  record Value(Stat stat, Interval interval) {}

  static Map<String, Value> of(List<Confidences.Pairs> pairs, String seed) {
    List<Trial> trials = trials(pairs);
    Resample whole = new Resample(trials.get(0).places.length);
    Stat[] stats = new Stat[NAMES.size()];
    Arrays.fill(stats, Stat.EMPTY);
    for (Trial trial : trials) {
      double[] values = trial.statistics(whole);
      for (int i = 0; i < values.length; i++) {
        stats[i] = stats[i].merge(Stat.of(values[i]));
      }
    }
    List<Interval> intervals =
        Bootstrap.intervals(whole.items(), resample -> mean(trials, resample), seed);
    Map<String, Value> summary = new LinkedHashMap<>();
    for (int i = 0; i < stats.length; i++) {
      summary.put(NAMES.get(i), new Value(stats[i], intervals.get(i).within(0, 1)));
    }
    return summary;
  }

  private static List<Trial> trials(List<Confidences.Pairs> pairs) {
    long[] instances = instances(pairs);
    List<int[]> rankings = pairs.stream().map(p -> Ranking.descending(p.confidence())).toList();
    List<int[]> positions = pairs.stream().map(p -> positions(p.ordinals(), instances)).toList();
    int[] numbers = numbers(positions.get(0), rankings.get(0), instances.length);
    return IntStream.range(0, pairs.size())
        .mapToObj(
            i -> {
              int[] items = Arrays.stream(positions.get(i)).map(at -> numbers[at]).toArray();
              return new Trial(pairs.get(i), rankings.get(i), items, instances.length);
            })
        .toList();
  }

  /** Ordinals of all instances, ascending. */
  private static long[] instances(List<Confidences.Pairs> trials) {
    long[] union = trials.get(0).ordinals();
    for (Confidences.Pairs trial : trials.subList(1, trials.size())) {
      union =
          LongStream.concat(Arrays.stream(union), Arrays.stream(trial.ordinals()))
              .sorted()
              .distinct()
              .toArray();
    }
    return union;
  }

  /** Where each ordinal is among the instances; both ascend. */
  private static int[] positions(long[] ordinals, long[] instances) {
    int[] positions = new int[ordinals.length];
    int position = 0;
    for (int i = 0; i < ordinals.length; i++) {
      while (instances[position] < ordinals[i]) {
        position++;
      }
      positions[i] = position;
    }
    return positions;
  }

  /**
   * A number for each instance, by its place in the first trial: resamples list items by number,
   * and so in the order in which that trial needs them.
   */
  private static int[] numbers(int[] positions, int[] ranking, int instances) {
    int[] numbers = new int[instances];
    Arrays.fill(numbers, -1);
    int next = 0;
    for (int pair : ranking) {
      numbers[positions[pair]] = next++;
    }
    for (int i = 0; i < instances; i++) {
      numbers[i] = numbers[i] < 0 ? next++ : numbers[i];
    }
    return numbers;
  }

  private static double[] mean(List<Trial> trials, Resample resample) {
    double[] sums = new double[NAMES.size()];
    int defined = 0;
    for (Trial trial : trials) {
      double[] values = trial.statistics(resample);
      if (values != null) {
        defined++;
        for (int i = 0; i < sums.length; i++) {
          sums[i] += values[i];
        }
      }
    }
    int trialsDrawn = defined;
    return Arrays.stream(sums).map(sum -> sum / trialsDrawn).toArray();
  }

  /** The pairs of a trial by falling confidence. */
  private static final class Trial {
    private final Calibration.Falling all;

    /** Number of the instance of each pair. */
    private final int[] items;

    /** Place of each instance's pair, -1 for none. */
    private final int[] places;

    /** Whether the places of instances ascend as their numbers do. */
    private final boolean inOrder;

    /** The pairs of a resample; overwritten by the next. */
    private final double[] confidence;

    private final int[] correct;
    private final int[] counts;

    /**
     * @param numbers of the instances of the pairs
     */
    Trial(Confidences.Pairs pairs, int[] ranking, int[] numbers, int instances) {
      all = Calibration.Falling.of(pairs.confidence(), pairs.correct(), ranking);
      items = Arrays.stream(ranking).map(pair -> numbers[pair]).toArray();
      places = new int[instances];
      Arrays.fill(places, -1);
      for (int place = 0; place < items.length; place++) {
        places[items[place]] = place;
      }
      inOrder = IntStream.range(0, items.length).allMatch(place -> items[place] == place);
      confidence = new double[items.length];
      correct = new int[items.length];
      counts = new int[items.length];
    }

    /** In the order of the names; null where the resample has none of the trial's pairs. */
    double[] statistics(Resample resample) {
      int size = resample.sparse() ? gatherFew(resample) : gather(resample);
      if (size == 0) {
        return null;
      }
      Calibration drawn =
          Calibration.of(new Calibration.Falling(confidence, correct, counts, size));
      return new double[] {
        drawn.ece10(), drawn.ece1(), drawn.selectiveArea(), drawn.selectiveAccuracy10()
      };
    }

    private int gather(Resample resample) {
      int size = 0;
      for (int place = 0; place < items.length; place++) {
        if (resample.count(items[place]) > 0) {
          take(place, resample, size++);
        }
      }
      return size;
    }

    private int gatherFew(Resample resample) {
      int[] drawn = new int[resample.size()];
      for (int k = 0; k < drawn.length; k++) {
        drawn[k] = places[resample.item(k)];
      }
      if (!inOrder) {
        Arrays.sort(drawn);
      }
      int size = 0;
      for (int place : drawn) {
        if (place >= 0) {
          take(place, resample, size++);
        }
      }
      return size;
    }

    private void take(int place, Resample resample, int at) {
      confidence[at] = all.confidence()[place];
      correct[at] = all.correct()[place];
      counts[at] = resample.count(items[place]);
    }
  }
}
