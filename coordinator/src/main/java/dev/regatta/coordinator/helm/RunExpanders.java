package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.adapt.AdapterSpecBuilder;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The run expanders by their name. */
final class RunExpanders {
  static final String MODEL = "model";

  private static final Map<String, List<Object>> NONE = Map.of();
  private static final Map<String, RunExpander.Factory> BY_NAME = new TreeMap<>();

  static {
    integer(
        "max_train_instances",
        AdapterSpecBuilder::maxTrainInstances,
        Map.of(
            "zero",
            List.of(0),
            "one",
            List.of(1),
            "all",
            List.of(0, 1, 2, 4, 8, 16),
            "big_bench_few_shot_setting",
            List.of(0, 1, 2, 3),
            "vhelm",
            List.of(0, 1, 2, 4, 8),
            "melt",
            List.of(0, 1, 5)));
    integer(
        "max_eval_instances",
        AdapterSpecBuilder::maxEvalInstances,
        Map.of(
            "default",
            List.of(1000),
            "heim_default",
            List.of(100),
            "heim_fid",
            List.of(30000),
            "heim_art_styles",
            List.of(17)));
    integer("num_train_trials", AdapterSpecBuilder::numTrainTrials, NONE);
    integer("num_trials", AdapterSpecBuilder::numTrials, Map.of("heim_efficiency", List.of(5)));
    integer(
        "num_outputs",
        AdapterSpecBuilder::numOutputs,
        Map.of("default", List.of(1), "copyright_sweep", List.of(1, 10)));
    BY_NAME.put(MODEL, ModelGroups::expander);
    BY_NAME.put("model_deployment", (value, models) -> one(run -> deployed(run, value)));
    BY_NAME.put("data_augmentation", (value, models) -> AugmentationOptions.expander(value));
    BY_NAME.put("instructions", (value, models) -> PromptExpanders.instructions(value));
    BY_NAME.put("prompt", (value, models) -> PromptExpanders.prompt(value));
    BY_NAME.put("newline", (value, models) -> PromptExpanders.newline(value));
    BY_NAME.put("stop", (value, models) -> PromptExpanders.stop(value));
    BY_NAME.put("add_to_stop", (value, models) -> PromptExpanders.addToStop(value));
    BY_NAME.put("format_prompt", (value, models) -> PromptExpanders.formatPrompt(value));
    BY_NAME.put("global_prefix", (value, models) -> PromptExpanders.globalPrefix(value));
    BY_NAME.put("chatml", (value, models) -> PromptExpanders.chatMl());
    BY_NAME.put("follow_format_instructions", FormatInstructions::follow);
    BY_NAME.put("output_format_instructions", (value, models) -> FormatInstructions.output(value));
    BY_NAME.put("eval_split", (value, models) -> evalSplit(value));
    BY_NAME.put("temperature", (value, models) -> temperature(run -> number("temperature", value)));
    BY_NAME.put(
        "increase_temperature",
        (value, models) -> increaseTemperature(number("increase_temperature", value)));
    BY_NAME.put(
        "increase_max_tokens",
        (value, models) -> increaseMaxTokens(integer("increase_max_tokens", value)));
    BY_NAME.put("process_output", (value, models) -> processOutput(value));
    BY_NAME.put("tokenizer", RunExpanders::tokenizer);
    BY_NAME.put(
        "num_prompt_tokens",
        (value, models) ->
            scenario("num_prompt_tokens", sweep(value, List.of(1, 256, 512, 1024, 1536))));
    BY_NAME.put(
        "num_output_tokens",
        (value, models) -> outputTokens(sweep(value, List.of(1, 2, 4, 8, 16, 32, 64))));
  }

  private RunExpanders() {}

  static Set<String> names() {
    return BY_NAME.keySet();
  }

  /**
   * @throws RegattaException USER where the value is none that the expander has
   */
  static RunExpander of(String name, Object value, ModelRegistry models) {
    return BY_NAME.get(name).of(value, models);
  }

  /** An expander that makes one run of one. */
  static RunExpander one(Function<HelmRunSpec, HelmRunSpec> change) {
    return run -> List.of(change.apply(run));
  }

  /**
   * The thing that a value names.
   *
   * @throws RegattaException USER where it names none
   */
  static <T> T chosen(String expander, Object value, Map<String, T> choices) {
    T choice = choices.get(Python.text(value));
    if (choice == null) {
      throw RegattaException.user(
          "run expander "
              + expander
              + ": "
              + Python.text(value)
              + Suggestion.among(Python.text(value), new TreeMap<>(choices).keySet()));
    }
    return choice;
  }

  static RunExpander increaseMaxTokens(int more) {
    return one(run -> run.adapted(spec -> spec.maxTokens(run.adapterSpec().maxTokens() + more)));
  }

  static RunExpander increaseTemperature(double more) {
    return temperature(run -> run.adapterSpec().temperature() + more);
  }

  private static RunExpander temperature(Function<HelmRunSpec, Double> value) {
    return one(run -> run.adapted(spec -> spec.temperature(value.apply(run))));
  }

  /** Sets a number of the adapter, which the run's name tells. */
  private static void integer(
      String name,
      BiConsumer<AdapterSpecBuilder, Integer> setter,
      Map<String, List<Object>> named) {
    BY_NAME.put(
        name,
        (value, models) -> {
          List<Object> values = named.getOrDefault(Python.text(value), List.of(value));
          values.forEach(each -> integer(name, each));
          return run ->
              values.stream()
                  .map(
                      each ->
                          run.withArgument(name, each)
                              .adapted(spec -> setter.accept(spec, (Integer) each)))
                  .toList();
        });
  }

  private static int integer(String expander, Object value) {
    if (value instanceof Integer number && number >= 0) {
      return number;
    }
    throw RegattaException.user(
        "run expander " + expander + ": " + Python.text(value) + " (expected: a whole number)");
  }

  private static double number(String expander, Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw RegattaException.user(
        "run expander " + expander + ": " + Python.text(value) + " (expected: a number)");
  }

  private static HelmRunSpec deployed(HelmRunSpec run, Object value) {
    return run.withArgument("model_deployment", value).withModel(run.model(), Python.text(value));
  }

  private static RunExpander evalSplit(Object value) {
    String split =
        chosen(
            "eval_split",
            value,
            Map.of(Instance.TEST, Instance.TEST, Instance.VALID, Instance.VALID));
    return one(
        run ->
            run.withArgument("eval_split", split).adapted(spec -> spec.evalSplits(List.of(split))));
  }

  /** Wraps all metrics into one that first processes the texts. */
  private static RunExpander processOutput(Object processor) {
    return one(
        run -> {
          List<Object> inner =
              run.metricSpecs().stream()
                  .<Object>map(
                      spec -> Specs.args("class_name", spec.className(), "args", spec.args()))
                  .toList();
          return run.withMetrics(
              MetricSpecs.metric(
                  "output_processing_metric.OutputProcessingMetric",
                  "processor",
                  Python.text(processor),
                  "metric_specs",
                  inner));
        });
  }

  private static List<Object> sweep(Object value, List<Object> sweep) {
    return value.equals("default_sweep") ? sweep : List.of(value);
  }

  private static RunExpander tokenizer(Object value, ModelRegistry models) {
    return run -> {
      List<Object> values =
          value.equals("default")
              ? models.efficiencyTokenizer(run.modelDeployment()).stream()
                  .<Object>map(name -> name)
                  .toList()
              : List.of(value);
      return scenario("tokenizer", values).expand(run);
    };
  }

  /** Sets an argument of the scenario. */
  private static RunExpander scenario(String name, List<Object> values) {
    return run ->
        values.stream()
            .map(
                value -> {
                  Map<String, Object> args = new LinkedHashMap<>(run.scenarioSpec().args());
                  args.put(name, value);
                  return run.withArgument(name, value)
                      .withScenario(new ObjectSpec(run.scenarioSpec().className(), args));
                })
            .toList();
  }

  private static RunExpander outputTokens(List<Object> values) {
    values.forEach(value -> integer("num_output_tokens", value));
    return run ->
        values.stream()
            .map(
                value ->
                    run.withArgument("num_output_tokens", value)
                        .adapted(spec -> spec.maxTokens((Integer) value)))
            .toList();
  }
}
