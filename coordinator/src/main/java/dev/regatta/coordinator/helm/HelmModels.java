package dev.regatta.coordinator.helm;

import dev.regatta.coordinator.helm.RegistryFile.Deployment;
import dev.regatta.coordinator.helm.RegistryFile.TokenizerConfig;
import dev.regatta.coordinator.sweep.ResolvedSweep.ModelSpec;
import dev.regatta.coordinator.sweep.ResolvedSweep.Price;
import dev.regatta.coordinator.sweep.SweepFile.ModelTokenizer;
import dev.regatta.coordinator.tokenizer.Tokenizer;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes models of HELM's deployments: those with an OpenAI client, on the runtime openai. */
final class HelmModels {
  private static final String OPENAI = "https://api.openai.com/v1";
  private static final String OPENAI_KEY = "OPENAI_API_KEY";

  /** HELM's clients that speak OpenAI's API, and whether they chat. */
  private static final Map<String, Boolean> CHATS =
      Map.of(
          "OpenAILegacyCompletionsClient", false,
          "VLLMClient", false,
          "OpenAIClient", true,
          "VLLMChatClient", true);

  /** What HELM's own registry says of its tokenizer of characters. */
  private static final String SIMPLE_PREFIX = "<s>";

  private static final String KEY = "api_key";
  private static final String KEY_ENV = "api_key_env";
  private static final List<String> NO_KEY = List.of("EMPTY", "NONE", "");
  private static final List<String> NAMES = List.of("openai_model_name", "vllm_model_name");
  private static final List<String> ARGUMENTS =
      List.of(
          "base_url",
          KEY,
          KEY_ENV,
          "org_id",
          "openai_model_name",
          "vllm_model_name",
          "tokenizer",
          "tokenizer_name",
          "cache_config");

  private final ModelRegistry registry;
  private final Path config;
  private final Map<String, String> options;

  /**
   * @param config directory of the registry
   * @param options of the runtime, beside or in place of what the registry says
   */
  HelmModels(ModelRegistry registry, Path config, Map<String, String> options) {
    this.registry = registry;
    this.config = config;
    this.options = options;
  }

  /**
   * The model behind a deployment, under the deployment's name.
   *
   * @throws RegattaException USER where its client is none that can be replaced
   */
  ModelSpec of(Deployment deployment) {
    String className = deployment.clientSpec().className().orElse("");
    String client = className.substring(className.lastIndexOf('.') + 1);
    Boolean chats = CHATS.get(client);
    if (chats == null) {
      throw wrong(
          deployment,
          "class_name",
          className + Suggestion.among(client, CHATS.keySet().stream().sorted().toList()));
    }
    Map<String, Object> args = deployment.clientSpec().args();
    for (String name : args.keySet()) {
      if (!ARGUMENTS.contains(name)) {
        throw wrong(deployment, "args", "unknown " + name + Suggestion.among(name, ARGUMENTS));
      }
    }
    Map<String, Object> settings = new TreeMap<>();
    settings.put("base_url", args.getOrDefault("base_url", OPENAI));
    settings.put("model", servedName(deployment, args));
    settings.put("as_helm", true);
    if (chats) {
      settings.put("chat_only", true);
    }
    keyVariable(deployment, args).ifPresent(name -> settings.put(KEY_ENV, name));
    settings.putAll(options);
    return new ModelSpec(
        deployment.name(),
        "openai",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        settings,
        tokenizer(deployment),
        new Price(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /**
   * What prompts are fitted by: one token per character, or a {@code tokenizer.json} of this
   * machine. Without one they are not shortened, which the plan says.
   */
  private Optional<ModelTokenizer> tokenizer(Deployment deployment) {
    if (deployment.maxSequenceLength().isEmpty()) {
      return Optional.empty();
    }
    String name = deployment.tokenizerName().orElse(deployment.name());
    Optional<TokenizerConfig> config = registry.tokenizer(name);
    if (config.isEmpty() && name.equals(Tokenizer.ONE_PER_CHARACTER)) {
      return Optional.of(limited(deployment, name, Optional.of(SIMPLE_PREFIX)));
    }
    return config.flatMap(
        found ->
            file(found).map(file -> limited(deployment, file.toString(), found.prefixToken())));
  }

  private static ModelTokenizer limited(
      Deployment deployment, String file, Optional<String> prefixToken) {
    return new ModelTokenizer(
        file,
        prefixToken,
        deployment.maxSequenceLength(),
        deployment.maxRequestLength(),
        deployment.maxSequenceAndGeneratedTokensLength());
  }

  /** Of a local folder, seen from where HELM is started: above the configuration, or here. */
  private Optional<Path> file(TokenizerConfig tokenizer) {
    Object named = tokenizer.tokenizerSpec().args().get("pretrained_model_name_or_path");
    String folder = named == null ? tokenizer.name() : named.toString();
    Path directory = config.toAbsolutePath().normalize();
    return Stream.of(directory.resolveSibling(folder), directory.resolve(folder), Path.of(folder))
        .map(path -> path.toAbsolutePath().normalize().resolve("tokenizer.json"))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static Object servedName(Deployment deployment, Map<String, Object> args) {
    return NAMES.stream()
        .map(args::get)
        .filter(name -> name != null)
        .findFirst()
        .orElseGet(() -> deployment.name().substring(deployment.name().lastIndexOf('/') + 1));
  }

  /** A key itself must not get into a sweep, whose settings are stored. */
  private static Optional<String> keyVariable(Deployment deployment, Map<String, Object> args) {
    if (args.containsKey(KEY_ENV)) {
      return Optional.of(String.valueOf(args.get(KEY_ENV)));
    }
    Object key = args.get(KEY);
    if (key != null && !NO_KEY.contains(key.toString())) {
      throw wrong(
          deployment,
          KEY,
          "a key itself (expected: EMPTY, or in its place api_key_env, the name of the variable"
              + " that holds it)");
    }
    return key == null && !args.containsKey("base_url")
        ? Optional.of(OPENAI_KEY)
        : Optional.empty();
  }

  private static RegattaException wrong(Deployment deployment, String key, String what) {
    return RegattaException.user(
        "model_deployments.yaml: " + deployment.name() + ": client_spec: " + key + ": " + what);
  }
}
