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
 * @param promptTokens tokens of the prompt's text in the tokenizer it was fitted by; -1 where only
 *     the engine has counted
 * @param referenceTokens tokens of a blank and the scored reference in the model's tokenizer; -1
 *     where that is not known
 * @param instance {@link Instance#UNKNOWN} where no metric of the run looks at it
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
    Answer answer,
    int promptTokens,
    int referenceTokens,
    Instance instance) {

  public static final String CALIBRATION = "calibration";

  /** A state of which no more is known than what most metrics need. */
  public RequestState(
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
    this(
        trial,
        referenceIndex,
        requestMode,
        numReferences,
        golds,
        referenceCorrect,
        outputMapping,
        numTrainInstances,
        promptTruncated,
        answer,
        -1,
        -1,
        Instance.UNKNOWN);
  }

  /** The same with the instance. */
  public RequestState about(Instance what, int tokensOfReference) {
    return new RequestState(
        trial,
        referenceIndex,
        requestMode,
        numReferences,
        golds,
        referenceCorrect,
        outputMapping,
        numTrainInstances,
        promptTruncated,
        answer,
        promptTokens,
        tokensOfReference,
        what);
  }

  /** The same with another answer. */
  RequestState answered(Answer other) {
    return new RequestState(
        trial,
        referenceIndex,
        requestMode,
        numReferences,
        golds,
        referenceCorrect,
        outputMapping,
        numTrainInstances,
        promptTruncated,
        other,
        promptTokens,
        referenceTokens,
        instance);
  }

  /** The text of the first output as the engine gave it. */
  String completion() {
    return answer.outputs().get(0).text();
  }

  boolean calibration() {
    return CALIBRATION.equals(requestMode);
  }
}
