package dev.regatta.aggregator.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Platt's recalibration (1999): a logistic regression of correctness on the logit of the
 * confidence. The fit is scikit-learn's, step by step, because where the classes can be separated
 * the likelihood has no maximum and the result is where the solver stops.
 */
record PlattScaling(double coefficient, double intercept) {
  private static final double CLIP = 1e-12;
  private static final double REGULARISATION = 1e10;

  /**
   * The fit.
   *
   * @param correct 1 or 0; both occur
   */
  static PlattScaling fit(double[] confidence, int[] correct) {
    int n = confidence.length;
    double[] logits = new double[n];
    for (int i = 0; i < n; i++) {
      logits[i] = logit(confidence[i]);
    }
    double penalty = 1 / (REGULARISATION * n);
    double[] at =
        Lbfgs.minimise(
            2,
            (parameters, gradient) -> {
              double loss = 0;
              double slope = 0;
              double offset = 0;
              for (int i = 0; i < n; i++) {
                double score = parameters[0] * logits[i] + parameters[1];
                double small = Math.exp(-Math.abs(score));
                double probability = score >= 0 ? 1 / (1 + small) : small / (1 + small);
                loss += Math.max(score, 0) + Math.log1p(small) - correct[i] * score;
                slope += (probability - correct[i]) * logits[i];
                offset += probability - correct[i];
              }
              gradient[0] = slope / n + penalty * parameters[0];
              gradient[1] = offset / n;
              return loss / n + penalty / 2 * parameters[0] * parameters[0];
            });
    return new PlattScaling(at[0], at[1]);
  }

  /**
   * HELM's statistics of the fit and of the calibration after it: errors of 0 alone where all
   * answers are correct or none is.
   */
  static Map<String, Double> statistics(double[] confidence, int[] correct) {
    Map<String, Double> statistics = new LinkedHashMap<>();
    int hits = Arrays.stream(correct).sum();
    double ece10 = 0;
    double ece1 = 0;
    if (hits > 0 && hits < correct.length) {
      PlattScaling platt = fit(confidence, correct);
      statistics.put("platt_coef", platt.coefficient);
      statistics.put("platt_intercept", platt.intercept);
      Calibration scaled = Calibration.of(platt.apply(confidence), correct);
      ece10 = scaled.ece10();
      ece1 = scaled.ece1();
    }
    statistics.put("platt_ece_10_bin", ece10);
    statistics.put("platt_ece_1_bin", ece1);
    return statistics;
  }

  /** The confidences after recalibration. */
  double[] apply(double[] confidence) {
    double[] scaled = new double[confidence.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = 1 / (1 + Math.exp(-(coefficient * logit(confidence[i]) + intercept)));
    }
    return scaled;
  }

  private static double logit(double probability) {
    double clipped = Math.min(Math.max(probability, CLIP), 1 - CLIP);
    return Math.log(clipped / (1 - clipped));
  }
}
