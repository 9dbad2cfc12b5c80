package dev.regatta.aggregator.helm;

import dev.regatta.protocol.AdapterSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the web page shows of a run: predictions and their requests, side by side. */
final class DisplayFiles {
  private static final String SEPARATE = "multiple_choice_separate_";
  private static final String LANGUAGE_MODELING = "language_modeling";
  private static final String CALIBRATION = "calibration";
  private static final String PREDICTED_INDEX = "predicted_index";

  private final AdapterSpec adapter;
  private final InstanceEntries scores;
  private final Set<String> shown;
  private final List<HelmPrediction> predictions = new ArrayList<>();
  private final List<HelmDisplayRequest> requests = new ArrayList<>();

  /**
   * @param shown metrics that predictions tell
   */
  DisplayFiles(AdapterSpec adapter, InstanceEntries scores, Set<String> shown) {
    this.adapter = adapter;
    this.scores = scores;
    this.shown = shown;
  }

  List<HelmPrediction> predictions() {
    return predictions;
  }

  List<HelmDisplayRequest> requests() {
    return requests;
  }

  /** Of the requests about the references of an instance, that of the predicted one is shown. */
  void add(HelmRequestState state) {
    if (state.result() == null || state.result().completions().isEmpty()) {
      return;
    }
    Map<String, Double> means = scores.means(InstanceEntries.Key.of(state));
    boolean separate = adapter.method().startsWith(SEPARATE);
    Double predicted = means.get(PREDICTED_INDEX);
    boolean other =
        CALIBRATION.equals(state.requestMode())
            || predicted != null
                && !Integer.valueOf(predicted.intValue()).equals(state.referenceIndex());
    if (separate && other) {
      return;
    }
    Map<String, Double> stats = new LinkedHashMap<>();
    means.forEach(
        (metric, mean) -> {
          if (shown.contains(metric) || separate && metric.equals(PREDICTED_INDEX)) {
            stats.put(metric, mean);
          }
        });
    HelmInstance instance = state.instance();
    predictions.add(prediction(state, stats));
    requests.add(
        new HelmDisplayRequest(
            instance.id(), instance.perturbation(), state.trainTrialIndex(), state.request()));
  }

  private HelmPrediction prediction(HelmRequestState state, Map<String, Double> stats) {
    HelmCompletion completion = state.result().completions().get(0);
    Map<String, String> mapping = state.outputMapping();
    return new HelmPrediction(
        state.instance().id(),
        state.instance().perturbation(),
        state.trainTrialIndex(),
        completion.text(),
        truncated(state, completion),
        List.of(),
        mapping == null ? null : mapping.get(completion.text().strip()),
        state.referenceIndex(),
        stats,
        object(state.rest().get("annotations")),
        thinking(completion));
  }

  /** The text without what was echoed: the input, or of a language model the first token. */
  private String truncated(HelmRequestState state, HelmCompletion completion) {
    String echoed = "";
    if (adapter.method().startsWith(SEPARATE)) {
      echoed = state.instance().input().text();
    } else if (adapter.method().equals(LANGUAGE_MODELING) && !completion.tokens().isEmpty()) {
      echoed = completion.tokens().get(0).text();
    }
    return !echoed.isEmpty() && completion.text().startsWith(echoed)
        ? completion.text().substring(echoed.length())
        : null;
  }

  private static String thinking(HelmCompletion completion) {
    Map<String, Object> thinking = object(completion.rest().get("thinking"));
    return thinking == null ? null : (String) thinking.get("text");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    return value instanceof Map ? (Map<String, Object>) value : null;
  }
}
