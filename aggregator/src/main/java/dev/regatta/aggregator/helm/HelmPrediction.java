package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.regatta.protocol.Perturbation;
import java.util.List;
import java.util.Map;

/**
 * What the web page shows of an answer: an element of {@code display_predictions.json}.
 *
 * @param truncatedPredictedText the text without the echoed input; null where nothing is echoed
 * @param stats means by metric
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record HelmPrediction(
    String instanceId,
    Perturbation perturbation,
    int trainTrialIndex,
    String predictedText,
    String truncatedPredictedText,
    @JsonProperty("base64_images") List<String> base64Images,
    String mappedOutput,
    Integer referenceIndex,
    Map<String, Double> stats,
    Map<String, Object> annotations,
    String thinkingText) {}
