package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.config.Binder;
import dev.regatta.coordinator.config.Bound;
import dev.regatta.coordinator.config.Problems;
import dev.regatta.coordinator.helm.RegistryFile.Deployment;
import dev.regatta.coordinator.helm.RegistryFile.Model;
import dev.regatta.coordinator.helm.RegistryFile.TokenizerConfig;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models, deployments and tokenizers that run entries can name: those of a directory with
 * HELM's three files. HELM's own 600 models are not built in.
 */
final class ModelRegistry {
  static final List<String> FILES =
      List.of("model_metadata.yaml", "model_deployments.yaml", "tokenizer_configs.yaml");

  /** Tokenizers that HELM measured the speed of models by. */
  private static final List<String> EFFICIENCY_TOKENIZERS =
      List.of(
          "huggingface/gpt2",
          "ai21/j1",
          "cohere/cohere",
          "meta/opt",
          "eleutherai/gptj",
          "openai/cl100k_base",
          "eleutherai/gptneox");

  private static final Map<String, String> EFFICIENCY_TOKENIZER_OF_MODEL =
      Map.ofEntries(
          Map.entry("together/yalm", "yandex/yalm"),
          Map.entry("together/bloom", "bigscience/bloom"),
          Map.entry("together/t0pp", "bigscience/t0pp"),
          Map.entry("together/t5-11b", "google/t5"),
          Map.entry("together/ul2", "google/ul2"),
          Map.entry("together/glm", "tsinghua/glm"),
          Map.entry("AlephAlpha/luminous-base", "AlephAlpha/luminous-base"),
          Map.entry("AlephAlpha/luminous-extended", "AlephAlpha/luminous-extended"),
          Map.entry("AlephAlpha/luminous-supreme", "AlephAlpha/luminous-supreme"),
          Map.entry("AlephAlpha/luminous-world", "AlephAlpha/luminous-world"),
          Map.entry("huggingface/santacoder", "bigcode/santacoder"),
          Map.entry("huggingface/starcoder", "bigcode/starcoder"));

  private final Map<String, Model> models = new LinkedHashMap<>();
  private final Map<String, Deployment> deployments = new LinkedHashMap<>();
  private final Map<String, TokenizerConfig> tokenizers = new LinkedHashMap<>();
  private final List<Path> files = new ArrayList<>();

  /** A registry without models. */
  static ModelRegistry empty() {
    return new ModelRegistry();
  }

  /**
   * The registry of a directory; each of the files may be missing.
   *
   * @throws RegattaException USER with all that is wrong in the files, or where none is there
   */
  static ModelRegistry read(Path directory) {
    ModelRegistry registry = new ModelRegistry();
    Problems problems = new Problems();
    for (String name : FILES) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        registry.files.add(file);
        Binder.bind(file, RegistryFile.class, problems).map(Bound::value).ifPresent(registry::add);
      }
    }
    problems.throwIfAny();
    if (registry.files.isEmpty()) {
      throw RegattaException.user(
          "No model registry in " + directory + " (expected: " + String.join(", ", FILES) + ")");
    }
    return registry;
  }

  private ModelRegistry() {}

  private void add(RegistryFile file) {
    file.models().forEach(model -> models.put(model.name(), model));
    for (Deployment deployment : file.modelDeployments()) {
      // A name that is given again moves to the end: the later one wins as a model's deployment.
      deployments.remove(deployment.name());
      deployments.put(deployment.name(), deployment);
      models.computeIfAbsent(deployment.model(), Model::unknown);
    }
    file.tokenizerConfigs().forEach(config -> tokenizers.put(config.name(), config));
  }

  /** The files that were read. */
  List<Path> files() {
    return List.copyOf(files);
  }

  /** Names of the models in the order of the files. */
  List<String> models() {
    return List.copyOf(models.keySet());
  }

  /** Names of the models that have a tag, in the order of the files. */
  List<String> models(String tag) {
    return models.values().stream()
        .filter(model -> model.tags().contains(tag))
        .map(Model::name)
        .toList();
  }

  /** Tags of a model; none of one that has no deployment. */
  List<String> tags(String model) {
    return Optional.ofNullable(models.get(model)).map(Model::tags).orElse(List.of());
  }

  boolean isDeployment(String name) {
    return deployments.containsKey(name);
  }

  /**
   * @throws RegattaException USER where there is none of that name
   */
  Deployment deployment(String name) {
    Deployment deployment = deployments.get(name);
    if (deployment == null) {
      throw RegattaException.user(
          "unknown model deployment " + name + Suggestion.among(name, deployments.keySet()));
    }
    return deployment;
  }

  /**
   * The deployment that answers for a model where none is named: its last one that is not
   * deprecated, else its last one.
   *
   * @throws RegattaException USER where it has none
   */
  Deployment deploymentOf(String model) {
    List<Deployment> all =
        deployments.values().stream().filter(one -> one.model().equals(model)).toList();
    List<Deployment> current = all.stream().filter(one -> !one.deprecated()).toList();
    List<Deployment> candidates = current.isEmpty() ? all : current;
    if (candidates.isEmpty()) {
      List<String> known =
          deployments.values().stream().map(Deployment::model).distinct().sorted().toList();
      throw RegattaException.user("unknown model " + model + Suggestion.among(model, known));
    }
    return candidates.get(candidates.size() - 1);
  }

  Optional<TokenizerConfig> tokenizer(String name) {
    return Optional.ofNullable(tokenizers.get(name));
  }

  /** The tokenizer by which HELM sizes the prompts of its speed tests for a deployment. */
  Optional<String> efficiencyTokenizer(String deployment) {
    String named = EFFICIENCY_TOKENIZER_OF_MODEL.get(deployment);
    return named != null
        ? Optional.of(named)
        : Optional.ofNullable(deployments.get(deployment))
            .flatMap(Deployment::tokenizerName)
            .filter(EFFICIENCY_TOKENIZERS::contains);
  }
}
