package dev.regatta.aggregator.statistics;

/**
 * How well confidences predict correctness: HELM's definitions, after Kumar, Liang and Ma (Verified
 * Uncertainty Calibration, 2019).
 *
 * @param ece10 expected calibration error over ten bins of equal mass
 * @param ece1 distance of mean confidence and accuracy
 * @param selectiveArea mean over j of the accuracy of the j most confident
 * @param selectiveAccuracy10 accuracy of the most confident tenth
 */
public record Calibration(
    double ece10, double ece1, double selectiveArea, double selectiveAccuracy10) {
  private static final int BINS = 10;

  /**
   * Pairs in falling order of confidence, each so many times.
   *
   * @param size how many entries of the arrays there are
   */
  record Falling(double[] confidence, int[] correct, int[] counts, int size) {

    /** Of pairs whose positions by falling confidence are known, once each. */
    static Falling of(double[] confidence, int[] correct, int[] ranking) {
      int n = ranking.length;
      Falling falling = new Falling(new double[n], new int[n], new int[n], n);
      for (int j = 0; j < n; j++) {
        falling.confidence[j] = confidence[ranking[j]];
        falling.correct[j] = correct[ranking[j]];
        falling.counts[j] = 1;
      }
      return falling;
    }

    int total() {
      int total = 0;
      for (int j = 0; j < size; j++) {
        total += counts[j];
      }
      return total;
    }
  }

  /**
   * HELM's values. Where confidences tie, the selective ones depend on the order of the ties, which
   * is NumPy's, see {@link Ranking}.
   *
   * @param confidence probabilities, in the order of the instances
   * @param correct 1 for a correct answer, else 0; equally long, not empty
   */
  public static Calibration of(double[] confidence, int[] correct) {
    return of(Falling.of(confidence, correct, Ranking.descending(confidence)));
  }

  /** Of pairs that may occur several times; not empty. */
  static Calibration of(Falling pairs) {
    int n = pairs.total();
    int tenth = (int) (0.1 * n);
    int seen = 0;
    double hits = 0;
    double gap = 0;
    double area = 0;
    double accuracy10 = 0;
    for (int j = 0; j < pairs.size; j++) {
      for (int copy = 0; copy < pairs.counts[j]; copy++) {
        hits += pairs.correct[j];
        gap += pairs.confidence[j] - pairs.correct[j];
        area += hits / ++seen;
        if (seen == tenth + 1) {
          accuracy10 = hits / seen;
        }
      }
    }
    return new Calibration(equalMass(pairs, n), Math.abs(gap) / n, area / n, accuracy10);
  }

  /**
   * Bins end halfway between chunks of equally many pairs, the first chunks one larger where n is
   * no multiple of their number; the last ends at 1. A pair belongs to the first bin whose end is
   * not below it.
   */
  private static double equalMass(Falling pairs, int n) {
    int chunks = Math.min(BINS, n);
    double error = 0;
    int item = pairs.size - 1;
    int end = 0;
    // The last pair of the chunk, from the end, and how many there are up to it.
    int last = pairs.size;
    int upToLast = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      end += n / chunks + (chunk < n % chunks ? 1 : 0);
      while (upToLast < end) {
        upToLast += pairs.counts[--last];
      }
      int next = upToLast > end ? last : last - 1;
      double edge =
          end == n
              ? Double.POSITIVE_INFINITY
              : (pairs.confidence[last] + pairs.confidence[next]) / 2;
      double gap = 0;
      for (; item >= 0 && pairs.confidence[item] <= edge; item--) {
        gap += pairs.counts[item] * (pairs.confidence[item] - pairs.correct[item]);
      }
      error += Math.abs(gap);
    }
    return error / n;
  }
}
