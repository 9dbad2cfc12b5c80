package dev.regatta.aggregator.statistics;

import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import dev.regatta.gold.Tolerance;
import dev.regatta.protocol.RegattaException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Confidences and what became of the answers, with HELM's measures of calibration. */
final class CalibrationGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "calibration",
          "HELM's calibration and Platt scaling",
          "helm_calibration",
          Set.of("max_prob", "correct", "ece_10_bin"),
          file -> CalibrationGold::check);

  private static final Map<String, ToDoubleFunction<Calibration>> FIELDS =
      Map.of(
          "ece_10_bin", Calibration::ece10,
          "ece_1_bin", Calibration::ece1,
          "selective_cov_acc_area", Calibration::selectiveArea,
          "selective_acc@10", Calibration::selectiveAccuracy10);

  private static final String PLATT = "platt_";
  private static final Set<String> OTHERS = Set.of("id", "max_prob", "correct");

  private CalibrationGold() {}

  private static void check(GoldCase gold) {
    double[] confidence = gold.numbers("max_prob");
    int[] correct = Arrays.stream(gold.numbers("correct")).mapToInt(x -> (int) x).toArray();
    if (correct.length != confidence.length || correct.length == 0) {
      throw RegattaException.user("max_prob and correct (expected: as many of each, and some)");
    }
    Calibration calibration = Calibration.of(confidence, correct);
    Map<String, Double> platt = PlattScaling.statistics(confidence, correct);
    for (String field : gold.fields()) {
      if (FIELDS.containsKey(field)) {
        gold.close(field, () -> FIELDS.get(field).applyAsDouble(calibration), Tolerance.USUAL);
      } else if (field.startsWith(PLATT)) {
        gold.close(field, () -> platt.getOrDefault(field, Double.NaN), Tolerance.ITERATIVE);
      } else if (!OTHERS.contains(field)) {
        gold.unknown(field, "not a measure of HELM's");
      }
    }
  }
}
