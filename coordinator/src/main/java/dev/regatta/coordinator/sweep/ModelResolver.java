package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.config.Bound;
import dev.regatta.coordinator.config.Records;
import dev.regatta.coordinator.data.LocalFiles;
import dev.regatta.coordinator.sweep.ResolvedSweep.ModelSpec;
import dev.regatta.coordinator.sweep.ResolvedSweep.Price;
import dev.regatta.coordinator.sweep.ResolvedSweep.Source;
import dev.regatta.coordinator.sweep.SweepFile.Model;
import dev.regatta.coordinator.sweep.SweepFile.ModelSource;
import dev.regatta.coordinator.sweep.SweepFile.ModelTokenizer;
import dev.regatta.coordinator.sweep.SweepFile.Runtime;
import dev.regatta.coordinator.tokenizer.Tokenizer;
import dev.regatta.protocol.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Checks the models of a sweep file and fills in their defaults. */
final class ModelResolver {
  private final Bound<SweepFile> file;
  private final Path directory;
  private final boolean elsewhere;
  private final BiPredicate<Path, String> permitted;
  private final Map<String, Integer> lines = new HashMap<>();

  /**
   * @param elsewhere whether the models are served by others, who have their files
   * @param permitted whether a file may be read, by a directory and a path seen from it
   */
  ModelResolver(
      Bound<SweepFile> file,
      Path directory,
      boolean elsewhere,
      BiPredicate<Path, String> permitted) {
    this.elsewhere = elsewhere;
    this.permitted = permitted;
    this.file = file;
    this.directory = directory;
  }

  /**
   * A model and what the checks of runs need of it.
   *
   * @param key its place in the file
   */
  record Resolved(String key, ModelSpec spec, boolean scores, Optional<Integer> window) {}

  List<Resolved> resolve() {
    List<Resolved> models = new ArrayList<>();
    for (int i = 0; i < file.value().models().size(); i++) {
      models.add(resolve(file.value().models().get(i), "models[" + i + "]"));
    }
    return models;
  }

  private Resolved resolve(Model model, String key) {
    List<Source> sources = sources(model, key);
    String name = name(model, sources, key);
    RuntimeOptions options = options(model, key);
    if (model.runtime() == Runtime.OPENAI) {
      checkAddress(((RuntimeOptions.OpenAi) options).baseUrl(), key + ".options");
    }
    ModelSpec spec =
        new ModelSpec(
            name,
            model.runtime().name().toLowerCase(Locale.ROOT),
            sources,
            model.license(),
            model.licenseUrl(),
            model.origin(),
            model.acceptLicense(),
            settings(options),
            model.tokenizer().map(tokenizer -> located(tokenizer, key + ".tokenizer")),
            new Price(
                model.pricePerMillionPromptTokens(),
                model.pricePerMillionCompletionTokens(),
                model.gpuCostPerHour()));
    return new Resolved(key, spec, options.scores(), options.window());
  }

  /** Of a runtime that is none, nobody knows which options it has. */
  private RuntimeOptions options(Model model, String key) {
    Class<? extends RuntimeOptions> type = RuntimeOptions.of(model.runtime());
    return file.wrong(key + ".runtime") ? file.defaults(type) : file.as(key + ".options", type);
  }

  /** The tokenizer with the absolute path of its file, which has to be there: planning reads it. */
  private ModelTokenizer located(ModelTokenizer tokenizer, String key) {
    String name = tokenizer.file();
    if (name.isEmpty() || name.equals(Tokenizer.ONE_PER_CHARACTER)) {
      return tokenizer;
    }
    Path path = directory.resolve(name).normalize();
    if (!permitted.test(directory, name)) {
      file.problem(key, LocalFiles.OUTSIDE + ":", LocalFiles.EXPECTED);
    } else if (!Files.isRegularFile(path)) {
      file.problem(key, "no such file " + path + ":", "a tokenizer.json or GGUF file");
    }
    return new ModelTokenizer(
        path.toString(),
        tokenizer.prefixToken(),
        tokenizer.maxSequenceLength(),
        tokenizer.maxRequestLength(),
        tokenizer.maxSequenceAndGeneratedTokensLength());
  }

  /** A list of options that is there has been told already what it lacks. */
  private void checkAddress(String address, String key) {
    boolean given = !address.isEmpty();
    if (!given && !file.holds(key)) {
      file.problem(key + ".base_url", "missing", "the address of the server's API");
    }
    // With an @ it would carry a password into the store.
    if (given && !address.matches("https?://[^/?#@]+(/[^?#]*)?")) {
      file.problem(key + ".base_url", "found", "an address such as http://localhost:8000/v1");
    }
  }

  private Map<String, Object> settings(RuntimeOptions options) {
    Map<String, Object> settings = Records.toMap((Record) options);
    settings.computeIfPresent(
        "api_key_file", (key, path) -> directory.resolve((String) path).normalize().toString());
    return settings;
  }

  private String name(Model model, List<Source> sources, String key) {
    String name = model.name().orElseGet(() -> sources.isEmpty() ? "" : fileName(sources.get(0)));
    if (name.isBlank()) {
      file.problem(key + ".name", "missing", "a name of the model");
    } else if (lines.putIfAbsent(name, lines.size()) != null) {
      file.problem(key + ".name", "two models are called " + name + ":", "a name of its own");
    }
    lines.keySet().stream()
        .filter(other -> Topics.collide(name, other))
        .findFirst()
        .ifPresent(
            other ->
                file.problem(
                    key + ".name",
                    Topics.collision(other, name) + ":",
                    "a name that differs otherwise"));
    return name;
  }

  private static String fileName(Source source) {
    String address = source.parts().get(0);
    String file = address.substring(address.lastIndexOf('/') + 1);
    return file.replaceFirst("\\.gguf(@.*)?$", "");
  }

  private List<Source> sources(Model model, String key) {
    List<ModelSource> given = new ArrayList<>(model.sources());
    model
        .source()
        .ifPresent(
            one -> given.add(0, new ModelSource(Optional.of(one), List.of(), model.sha256())));
    boolean needed = model.runtime() == Runtime.LLAMACPP;
    if (needed && given.isEmpty() && !elsewhere && !file.wrong(key + ".runtime")) {
      file.problem(key + ".source", "missing", "the place of the model's file");
    }
    if (!needed && !given.isEmpty()) {
      String place = model.source().isPresent() ? ".source" : ".sources";
      String runtime = model.runtime().name().toLowerCase(Locale.ROOT);
      file.problem(key + place, "found", "no file for the runtime " + runtime);
    }
    if (model.source().isPresent() && !model.sources().isEmpty()) {
      file.problem(key + ".source", "given beside sources:", "one of the two");
    }
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      boolean single = model.source().isPresent();
      String place = single ? key + ".source" : key + ".sources[" + i + "]";
      source(given.get(i), model, place).ifPresent(sources::add);
    }
    checkFiles(sources, model.source().isPresent() ? key + ".source" : key + ".sources");
    return sources;
  }

  private Optional<Source> source(ModelSource given, Model model, String key) {
    if (given.source().isPresent() == !given.parts().isEmpty()) {
      file.problem(key, "found", "either source or parts");
      return Optional.empty();
    }
    List<String> parts = given.source().map(List::of).orElse(given.parts());
    return Optional.of(
        new Source(parts.stream().map(this::absolute).toList(), given.sha256().or(model::sha256)));
  }

  private String absolute(String source) {
    return isLocal(source) ? directory.resolve(source).normalize().toString() : source;
  }

  private static boolean isLocal(String source) {
    return !source.matches("(?s)([a-z0-9+.-]+://|file:|~/).*");
  }

  /** A missing file is no problem as long as another source can give the model. */
  private void checkFiles(List<Source> sources, String key) {
    List<String> missing =
        sources.stream()
            .flatMap(source -> source.parts().stream())
            .filter(part -> isLocal(part) && !Files.isRegularFile(Path.of(part)))
            .toList();
    long hopeless =
        sources.stream()
            .filter(source -> source.parts().stream().anyMatch(missing::contains))
            .count();
    if (!elsewhere && !sources.isEmpty() && hopeless == sources.size()) {
      file.problem(key, "no such file " + String.join(", ", missing) + ":", "an existing file");
    }
  }
}
