package dev.regatta.aggregator.statistics;

import java.util.Arrays;

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
   * HELM's values. Where confidences tie, the selective ones depend on the order of the ties, which
   * is NumPy's, see {@link Ranking}.
   *
   * @param confidence probabilities, in the order of the instances
   * @param correct 1 for a correct answer, else 0; equally long, not empty
   */
  public static Calibration of(double[] confidence, int[] correct) {
    return ranked(confidence, correct, Ranking.descending(confidence));
  }

  /** Of pairs that are in falling order of confidence already. */
  static Calibration ofFalling(double[] confidence, int[] correct) {
    int[] identity = new int[confidence.length];
    Arrays.setAll(identity, i -> i);
    return ranked(confidence, correct, identity);
  }

  /** Of pairs whose positions by falling confidence are known. */
  static Calibration ranked(double[] confidence, int[] correct, int[] ranking) {
    int n = confidence.length;
    int tenth = (int) (0.1 * n);
    double hits = 0;
    double gap = 0;
    double area = 0;
    double accuracy10 = 0;
    for (int j = 0; j < n; j++) {
      hits += correct[ranking[j]];
      gap += confidence[ranking[j]] - correct[ranking[j]];
      area += hits / (j + 1);
      if (j == tenth) {
        accuracy10 = hits / (j + 1);
      }
    }
    double ece10 = equalMass(confidence, correct, ranking);
    return new Calibration(ece10, Math.abs(gap) / n, area / n, accuracy10);
  }

  /**
   * Bins end halfway between chunks of equally many items, the first chunks one larger where n is
   * no multiple of their number; the last ends at 1. An item belongs to the first bin whose end is
   * not below it.
   */
  private static double equalMass(double[] confidence, int[] correct, int[] ranking) {
    int n = confidence.length;
    int chunks = Math.min(BINS, n);
    double error = 0;
    int item = n - 1;
    int end = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      end += n / chunks + (chunk < n % chunks ? 1 : 0);
      double edge =
          end == n
              ? Double.POSITIVE_INFINITY
              : (confidence[ranking[n - end]] + confidence[ranking[n - end - 1]]) / 2;
      double gap = 0;
      for (; item >= 0 && confidence[ranking[item]] <= edge; item--) {
        gap += confidence[ranking[item]] - correct[ranking[item]];
      }
      error += Math.abs(gap);
    }
    return error / n;
  }
}
