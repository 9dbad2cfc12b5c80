package dev.regatta.worker;

import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetched;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeInfo;
import dev.regatta.worker.runtime.llamacpp.LlamaOptions;
import dev.regatta.worker.runtime.llamacpp.LlamaRuntime;
import dev.regatta.worker.runtime.openai.OpenAiOptions;
import dev.regatta.worker.runtime.openai.OpenAiRuntime;
import dev.regatta.worker.runtime.simulated.SimulatedOptions;
import dev.regatta.worker.runtime.simulated.SimulatedRuntime;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The engines a worker can run, by name. A new engine is one name and a case in each method. */
public final class Runtimes {
  public static final String SIMULATED = "simulated";
  public static final String LLAMACPP = LlamaRuntime.NAME;
  public static final String OPENAI = OpenAiRuntime.NAME;

  /** Names that {@link #open} takes. */
  public static final List<String> NAMES = List.of(LLAMACPP, OPENAI, SIMULATED);

  /**
   * Option with the model's file, for engines that load one: a path, or an address as in the sweep
   * file, from where it is fetched into the cache.
   */
  public static final String FILE = "file";

  /** Option with the SHA-256 of that file, so that it need not be read once more. */
  public static final String SHA256 = "sha256";

  private Runtimes() {}

  /**
   * Opens an engine; may take as long as loading the model does.
   *
   * @throws RegattaException USER where the name or an option is unknown or wrong, MODEL or
   *     RESOURCE where the engine does not start
   */
  public static ModelRuntime open(String name, String model, Map<String, String> options) {
    return switch (known(name)) {
      case LLAMACPP -> openLlama(options);
      case OPENAI -> OpenAiRuntime.open(OpenAiOptions.of(model, options), System.getenv());
      default -> new SimulatedRuntime(model, SimulatedOptions.from(options));
    };
  }

  /**
   * Checks the options of an engine without opening it.
   *
   * @throws RegattaException USER where the name or an option is unknown or wrong
   */
  public static void check(String name, String model, Map<String, String> options) {
    switch (known(name)) {
      case LLAMACPP -> {
        required(options, FILE);
        LlamaOptions.of(engineOptions(options));
      }
      case OPENAI -> OpenAiOptions.of(model, options);
      default -> SimulatedOptions.from(options);
    }
  }

  /**
   * What requests to a model depend on, without loading it.
   *
   * @throws RegattaException USER where the name or an option is unknown or wrong, RESOURCE where a
   *     server that has to be asked does not answer
   */
  public static ModelRef describe(String name, String model, Map<String, String> options) {
    return switch (known(name)) {
      case LLAMACPP -> describeLlama(model, options);
      case OPENAI ->
          OpenAiRuntime.describe(model, OpenAiOptions.of(model, options), System.getenv());
      default -> {
        try (ModelRuntime runtime = open(name, model, options)) {
          RuntimeInfo info = runtime.info();
          yield new ModelRef(
              model, name, info.version(), info.revision(), info.window(), info.simulated());
        }
      }
    };
  }

  /** Variables that the engine's process needs in its environment before it starts. */
  public static Map<String, String> environment(String name, Map<String, String> options) {
    return known(name).equals(LLAMACPP)
        ? LlamaRuntime.environment(LlamaOptions.of(engineOptions(options)).threads())
        : Map.of();
  }

  private static String known(String name) {
    if (!NAMES.contains(name)) {
      throw RegattaException.user("Unknown runtime '" + name + "'" + Suggestion.among(name, NAMES));
    }
    return name;
  }

  private static ModelRuntime openLlama(Map<String, String> options) {
    String source = required(options, FILE);
    LlamaOptions engine = LlamaOptions.of(engineOptions(options));
    try {
      if (!Fetcher.isLocal(source)) {
        Fetched fetched = fetcher().fetch(source, Optional.ofNullable(options.get(SHA256)));
        return LlamaRuntime.open(fetched.path(), engine, fetched.sha256());
      }
      Path file = Path.of(source);
      return options.containsKey(SHA256)
          ? LlamaRuntime.open(file, engine, options.get(SHA256))
          : LlamaRuntime.open(file, engine);
    } catch (NoClassDefFoundError e) {
      throw RegattaException.user(
          "Runtime llamacpp needs JNA and the llama.cpp library, which this class path lacks ("
              + e.getMessage()
              + "): the image worker-cpu has them, the image worker has not");
    }
  }

  private static Fetcher fetcher() {
    Map<String, String> environment = System.getenv();
    String usual = Path.of(System.getProperty("user.home"), ".cache", "regatta").toString();
    return new Fetcher(
        Path.of(environment.getOrDefault("REGATTA_CACHE", usual)),
        environment,
        FetchListener.NONE,
        HttpClient.newHttpClient());
  }

  private static ModelRef describeLlama(String model, Map<String, String> options) {
    LlamaOptions engine = LlamaOptions.of(engineOptions(options));
    StringBuilder revision = new StringBuilder(required(options, SHA256));
    // These change answers, so they are part of what was asked.
    for (String option : List.of("seed", "date", "window")) {
      if (options.containsKey(option)) {
        revision.append(',').append(option).append('=').append(options.get(option));
      }
    }
    return new ModelRef(
        model,
        LLAMACPP,
        LlamaRuntime.VERSION,
        revision.toString(),
        engine.window().orElse(null),
        false);
  }

  private static Map<String, String> engineOptions(Map<String, String> options) {
    Map<String, String> engine = new TreeMap<>(options);
    engine.remove(FILE);
    engine.remove(SHA256);
    return engine;
  }

  private static String required(Map<String, String> options, String key) {
    String value = options.get(key);
    if (value == null) {
      throw RegattaException.user("Runtime option '" + key + "' is missing");
    }
    return value;
  }
}
