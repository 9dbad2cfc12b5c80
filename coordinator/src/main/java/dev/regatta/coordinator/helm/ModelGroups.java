package dev.regatta.coordinator.helm;

import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The run expander {@code model}: one run for each model that a name stands for. */
final class ModelGroups {
  static final String ALL = "all";

  private static final String ABLATION = "ablation";
  private static final String TEXT = "TEXT_MODEL_TAG";
  private static final String CODE = "CODE_MODEL_TAG";
  private static final String DEPRECATED = "DEPRECATED_MODEL_TAG";
  private static final String UNSUPPORTED = "UNSUPPORTED_MODEL_TAG";

  private static final Map<String, List<String>> FIXED =
      Map.of(
          "ai21/j1-jumbo",
          List.of("ai21/j1-jumbo"),
          "openai/curie",
          List.of("openai/curie"),
          "summarization_zs",
          List.of(
              "openai/davinci", "openai/curie", "openai/text-davinci-002", "openai/text-curie-001"),
          "biomedical",
          List.of("openai/text-davinci-003"),
          "interactive_qa",
          List.of(
              "openai/text-davinci-001",
              "openai/davinci",
              "ai21/j1-jumbo",
              "openai/text-babbage-001"),
          "opinions_qa_openai",
          List.of(
              "openai/ada",
              "openai/davinci",
              "openai/text-ada-001",
              "openai/text-davinci-001",
              "openai/text-davinci-002",
              "openai/text-davinci-003"),
          "opinions_qa_ai21",
          List.of("ai21/j1-grande", "ai21/j1-jumbo", "ai21/j1-grande-v2-beta"));

  private ModelGroups() {}

  static RunExpander expander(Object value, ModelRegistry models) {
    String name = Python.text(value);
    List<String> group = groups(models).get(name);
    List<String> values = group == null ? List.of(name) : group;
    if (group != null && group.isEmpty()) {
      throw RegattaException.user(
          "run expander model: no model of the registry is in the group " + name);
    }
    return run -> values.stream().map(model -> asked(run, model, models)).toList();
  }

  /** A value may name a deployment in a model's place. */
  private static HelmRunSpec asked(HelmRunSpec run, String value, ModelRegistry models) {
    HelmRunSpec named = run.withArgument(RunExpanders.MODEL, value);
    return models.isDeployment(value) && !models.models().contains(value)
        ? named.withModel(models.deployment(value).model(), value)
        : named.withModel(value, run.modelDeployment());
  }

  private static Map<String, List<String>> groups(ModelRegistry models) {
    Map<String, List<String>> families = new LinkedHashMap<>(FIXED);
    families.put(ALL, models.models());
    families.put("text", models.models(TEXT));
    families.put("code", models.models(CODE));
    families.put("text_code", joined(models.models(TEXT), models.models(CODE)));
    families.put("instruction_following", models.models("INSTRUCTION_FOLLOWING_MODEL_TAG"));
    families.put("full_functionality_text", models.models("FULL_FUNCTIONALITY_TEXT_MODEL_TAG"));
    families.put(
        "limited_functionality_text", models.models("LIMITED_FUNCTIONALITY_TEXT_MODEL_TAG"));
    families.put("text_to_image", models.models("TEXT_TO_IMAGE_MODEL_TAG"));
    families.put("vlm", models.models("VISION_LANGUAGE_MODEL_TAG"));
    families.put("audiolm", models.models("AUDIO_LANGUAGE_MODEL_TAG"));
    Map<String, List<String>> all = new LinkedHashMap<>(families);
    List<String> ablation = models.models("ABLATION_MODEL_TAG");
    families.forEach(
        (family, members) ->
            all.put(
                family.equals(ALL) ? ABLATION : ABLATION + "_" + family,
                members.stream().filter(ablation::contains).toList()));
    List<String> excluded = joined(models.models(DEPRECATED), models.models(UNSUPPORTED));
    all.replaceAll(
        (family, members) ->
            members.stream().filter(member -> !excluded.contains(member)).toList());
    return all;
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
