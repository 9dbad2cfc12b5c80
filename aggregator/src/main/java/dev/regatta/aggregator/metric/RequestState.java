package dev.regatta.aggregator.metric;

import java.util.List;
import java.util.Map;

/**
 * One request of an instance with its answer (HELM's RequestState, as far as metrics look at it).
 *
 * @param trial train trial
 * @param referenceIndex the scored reference; -1 where the request scores none
 * @param requestMode {@code original}, {@code calibration} or null
 * @param golds texts of the correct references
 * @param referenceCorrect whether the scored reference is a correct one
 * @param outputMapping option labels and their texts; null where the answer is taken as it is
 * @param answer null where there is none
 */
public record RequestState(
    int trial,
    int referenceIndex,
    String requestMode,
    int numReferences,
    List<String> golds,
    boolean referenceCorrect,
    Map<String, String> outputMapping,
    int numTrainInstances,
    boolean promptTruncated,
    Answer answer) {

  public static final String CALIBRATION = "calibration";

  boolean calibration() {
    return CALIBRATION.equals(requestMode);
  }
}
