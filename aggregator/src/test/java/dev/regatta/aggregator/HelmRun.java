package dev.regatta.aggregator;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.regatta.aggregator.metric.Answer;
import dev.regatta.aggregator.metric.Generated;
import dev.regatta.aggregator.metric.HelmMetricSpecs;
import dev.regatta.aggregator.metric.Instance;
import dev.regatta.aggregator.metric.InstanceScorer;
import dev.regatta.aggregator.metric.MetricResources;
import dev.regatta.aggregator.metric.RequestState;
import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.RunAggregate;
import dev.regatta.aggregator.statistics.RunShape;
import dev.regatta.aggregator.statistics.RunStatistics;
import dev.regatta.aggregator.statistics.Scored;
import dev.regatta.aggregator.statistics.Statistic;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.Perturbation;
import dev.regatta.protocol.RunSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A recorded HELM run: its requests and answers through our scorer and aggregation. */
public final class HelmRun {
  private static final Set<String> METHODS =
      Set.of(
          "generation",
          "chat",
          "multiple_choice_joint",
          "multiple_choice_joint_chain_of_thought",
          "multiple_choice_separate_original",
          "multiple_choice_separate_calibrated",
          "ranking_binary",
          "language_modeling");

  private final Path directory;
  private final RunSpec spec;

  /** In the order of the requests; the last stands for all that follow. */
  private final Map<String, Deque<Double>> promptTokens = new HashMap<>();

  public HelmRun(Path directory) {
    this.directory = directory;
    JsonNode json = Gold.document(directory.resolve("run_spec.json"));
    AdapterSpec adapter = Json.read(json.get("adapter_spec").toString(), AdapterSpec.class);
    boolean perturbed = !json.path("data_augmenter_spec").path("perturbation_specs").isEmpty();
    DataAugmentation augmentation =
        perturbed
            ? new DataAugmentation(List.of(new ObjectSpec("perturbation", Map.of())), 1)
            : DataAugmentation.NONE;
    List<ObjectSpec> metrics = new ArrayList<>();
    for (JsonNode metric : json.get("metric_specs")) {
      metrics.add(
          new ObjectSpec(
              metric.get("class_name").asText(),
              Json.MAPPER.convertValue(
                  metric.path("args"), new TypeReference<Map<String, Object>>() {})));
    }
    spec =
        new RunSpec(
            json.get("name").asText(),
            "mock/alpha",
            "",
            "scenario",
            null,
            adapter,
            augmentation,
            HelmMetricSpecs.translate(metrics).metrics(),
            "exact_match",
            List.of());
  }

  /** All recorded runs. */
  public static List<Path> all() {
    try (Stream<Path> runs = Files.list(Gold.directory().resolve("e2e_helm/runs"))) {
      return runs.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs that HELM's authors and others published, with real models. */
  public static List<Path> published() {
    Path data = Gold.directory().resolve("../data");
    List<Path> runs = new ArrayList<>();
    for (String suite : List.of("gold_helm_safety_suite", "gold_helm_runs")) {
      try (Stream<Path> directories = Files.list(data.resolve(suite))) {
        directories
            .filter(run -> Files.exists(run.resolve("scenario_state.json")))
            .sorted()
            .forEach(runs::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return runs;
  }

  public RunSpec spec() {
    return spec;
  }

  public boolean supported() {
    return METHODS.contains(spec.adapter().method());
  }

  public JsonNode goldStatistics() {
    return Gold.document(directory.resolve("stats.json"));
  }

  public List<Statistic> statistics() {
    InstanceScorer scorer = new InstanceScorer(spec, MetricResources.of(resources()));
    RunShape shape =
        new RunShape(
            spec.name(),
            scorer.metrics(),
            scorer.separate(),
            !spec.augmentation().perturbations().isEmpty(),
            spec.adapter().numTrainTrials() > 1,
            scorer.likelihoodOnly());
    RunAggregate aggregate = new RunAggregate(shape);
    for (Map<Place, List<RequestState>> instance : states().values()) {
      List<Scored> scored = new ArrayList<>();
      instance.forEach(
          (place, states) ->
              scored.add(
                  new Scored(
                      place.trial,
                      place.context,
                      place.ordinal,
                      scorer.score(states),
                      scorer.count(states))));
      aggregate.add(scored);
    }
    return RunStatistics.of(aggregate);
  }

  /** A directory with the word lists of HELM's bias metrics. */
  public static Path resources() {
    Path words = Gold.directory().resolve("../data/word_lists/bias_words_helm.json");
    try {
      Path directory = Files.createTempDirectory("metric-resources");
      Files.copy(words, directory.resolve("bias_words.json"));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Place(int trial, Context context, long ordinal) {}

  /** One request state in the columns of the store. */
  public record Recorded(
      String instance, Context context, long ordinal, RequestState state, JsonNode completions) {}

  /** Every request state; the completions of separate choices hold the scored tokens only. */
  public List<Recorded> recorded() {
    readPromptTokens();
    boolean separate = spec.adapter().method().startsWith("multiple_choice_separate");
    boolean scoredTextOnly = separate || spec.adapter().method().equals("language_modeling");
    List<Recorded> recorded = new ArrayList<>();
    Map<String, Long> ordinals = new HashMap<>();
    for (JsonNode json :
        Gold.document(directory.resolve("scenario_state.json")).get("request_states")) {
      JsonNode instance = json.get("instance");
      String id = instance.get("id").asText();
      Context context = context(instance);
      int trial = json.get("train_trial_index").asInt();
      long ordinal = ordinals.computeIfAbsent(id + context, k -> (long) ordinals.size());
      RequestState state = state(json, separate, nextPromptTokens(id + context + trial));
      JsonNode completions = json.get("result").get("completions");
      if (scoredTextOnly) {
        ArrayNode tokens = (ArrayNode) completions.get(0).get("tokens");
        while (tokens.size() > state.answer().outputs().get(0).tokens()) {
          tokens.remove(0);
        }
      }
      recorded.add(new Recorded(id, context, ordinal, state, completions));
    }
    return recorded;
  }

  private Map<String, Map<Place, List<RequestState>>> states() {
    Map<String, Map<Place, List<RequestState>>> instances = new LinkedHashMap<>();
    for (Recorded recorded : recorded()) {
      RequestState state = recorded.state();
      instances
          .computeIfAbsent(recorded.instance(), k -> new LinkedHashMap<>())
          .computeIfAbsent(
              new Place(state.trial(), recorded.context(), recorded.ordinal()),
              k -> new ArrayList<>())
          .add(state);
    }
    return instances;
  }

  private RequestState state(JsonNode state, boolean separate, double tokens) {
    List<String> golds = new ArrayList<>();
    List<Boolean> correct = new ArrayList<>();
    JsonNode references = state.get("instance").path("references");
    for (JsonNode reference : references) {
      boolean right = reference.get("tags").toString().contains("\"correct\"");
      correct.add(right);
      if (right) {
        golds.add(reference.get("output").get("text").asText());
      }
    }
    int index = state.path("reference_index").asInt(-1);
    Map<String, String> mapping = null;
    if (state.has("output_mapping")) {
      mapping = new TreeMap<>();
      for (Map.Entry<String, JsonNode> option : state.get("output_mapping").properties()) {
        mapping.put(option.getKey(), option.getValue().asText());
      }
    }
    return new RequestState(
            state.get("train_trial_index").asInt(),
            index,
            state.path("request_mode").asText(null),
            references.size(),
            golds,
            index >= 0 && correct.get(index),
            mapping,
            state.get("num_train_instances").asInt(),
            state.get("prompt_truncated").asBoolean(),
            separate
                ? scored(
                    state.get("result"),
                    " " + references.get(index).get("output").get("text").asText())
                : generated(state, (int) tokens))
        .about(instance(state.get("instance")), referenceTokens(references, index));
  }

  /** The model without a tokenizer of its own takes a character for a token. */
  private int referenceTokens(JsonNode references, int index) {
    if (index < 0 || !spec.adapter().method().equals("ranking_binary") || !characterTokens()) {
      return -1;
    }
    String text = references.get(index).get("output").get("text").asText();
    return 1 + text.codePointCount(0, text.length());
  }

  private boolean characterTokens() {
    return !spec.name().contains("mock_beta");
  }

  private static Instance instance(JsonNode json) {
    List<Instance.Reference> references = new ArrayList<>();
    for (JsonNode reference : json.path("references")) {
      List<String> tags = new ArrayList<>();
      reference.get("tags").forEach(tag -> tags.add(tag.asText()));
      references.add(new Instance.Reference(reference.get("output").get("text").asText(), tags));
    }
    Map<String, Object> extra = new HashMap<>();
    json.path("extra_data")
        .properties()
        .forEach(field -> extra.put(field.getKey(), field.getValue().asText()));
    return new Instance(json.get("input").path("text").asText(), references, extra);
  }

  private static Answer generated(JsonNode state, int promptTokens) {
    JsonNode result = state.get("result");
    boolean echoed = state.get("request").get("echo_prompt").asBoolean();
    List<Generated> outputs = new ArrayList<>();
    int tokens = 0;
    for (JsonNode completion : result.get("completions")) {
      Generated output = output(completion, state.path("num_conditioning_tokens").asInt(0));
      tokens += echoed ? 0 : output.tokens();
      outputs.add(output);
    }
    return new Answer(
        outputs, promptTokens, tokens, result.get("request_time").asDouble(), Double.NaN);
  }

  /** Of an echo, the tokens at the end that spell the reference. */
  private static Answer scored(JsonNode result, String reference) {
    JsonNode completion = result.get("completions").get(0);
    JsonNode tokens = completion.get("tokens");
    int from = tokens.size();
    int length = 0;
    while (from > 0 && length < reference.codePointCount(0, reference.length())) {
      String text = tokens.get(--from).get("text").asText();
      length += text.codePointCount(0, text.length());
    }
    return new Answer(
        List.of(output(completion, from)),
        tokens.size(),
        0,
        result.get("request_time").asDouble(),
        Double.NaN);
  }

  private static Generated output(JsonNode completion, int from) {
    double logprob = 0;
    int bytes = 0;
    JsonNode tokens = completion.get("tokens");
    for (int i = from; i < tokens.size(); i++) {
      logprob += tokens.get(i).get("logprob").asDouble();
      bytes += Generated.bytes(tokens.get(i).get("text").asText());
    }
    return new Generated(
        completion.get("text").asText(),
        completion.get("logprob").asDouble(),
        completion.path("finish_reason").path("reason").asText("unknown"),
        tokens.size() - from,
        logprob,
        bytes);
  }

  private double nextPromptTokens(String key) {
    Deque<Double> tokens = promptTokens.get(key);
    return tokens.size() > 1 ? tokens.remove() : tokens.element();
  }

  /** The engine's usage, which these files keep only among the statistics. */
  private void readPromptTokens() {
    for (JsonNode row : Gold.document(directory.resolve("per_instance_stats.json"))) {
      for (JsonNode stat : row.get("stats")) {
        JsonNode name = stat.get("name");
        if (name.get("name").asText().equals("num_prompt_tokens")) {
          promptTokens
              .computeIfAbsent(
                  row.get("instance_id").asText()
                      + context(name)
                      + row.get("train_trial_index").asInt(),
                  k -> new ArrayDeque<>())
              .add(stat.get("mean").asDouble());
        }
      }
    }
  }

  public static Context context(JsonNode fields) {
    return new Context(
        fields.path("split").asText(null),
        fields.path("sub_split").asText(null),
        fields.has("perturbation")
            ? Json.read(fields.get("perturbation").toString(), Perturbation.class).key()
            : null);
  }
}
