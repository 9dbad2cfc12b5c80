package dev.regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** HELM's recorded runs: their entries, data and configuration, and what HELM asked in them. */
record HelmGold(Path root, Path data) {
  /** Columns of a statistic; the root of the variance is noise where that should be 0. */
  static final List<String> NUMBERS =
      List.of("count", "sum", "sum_squared", "min", "max", "mean", "variance");

  private static final String RECORDED_PORT = ":9300/";

  /** Of the clock; what only Regatta has. */
  private static final Set<String> NOT_COMPARED =
      Set.of(
          "inference_runtime",
          "batch_size",
          "inference_denoised_runtime",
          "inference_idealized_runtime",
          "training_co2_cost",
          "training_energy_cost",
          "time_to_first_token",
          "tokens_per_second");

  /** They run what the model wrote, and are compared where there is a sandbox for that. */
  private static final Set<String> OF_CODE =
      Set.of("pass", "pass@5", "code_eval_acc", "code_eval_acc@5");

  static final boolean SANDBOX = Sandboxes.bubblewrap();

  static HelmGold find() {
    Path data = SharedData.directory().orElse(null);
    Path root = data == null ? null : data.resolveSibling("gold").resolve("e2e_helm");
    Assumptions.assumeTrue(
        root != null && Files.isDirectory(root), "No shared/gold/e2e_helm beside the checkout");
    return new HelmGold(root, data);
  }

  /**
   * Makes {@code config}, {@code tokenizer}, {@code metrics} and, in HELM's layout, {@code helm}.
   */
  void prepare(Path directory, int port) throws IOException {
    Path config = Files.createDirectories(directory.resolve("config"));
    try (Stream<Path> files = Files.list(root.resolve("config"))) {
      for (Path file : files.toList()) {
        Files.writeString(
            config.resolve(file.getFileName()),
            Files.readString(file).replace(RECORDED_PORT, ":" + port + "/"));
      }
    }
    Files.createSymbolicLink(directory.resolve("tokenizer"), root.resolve("tokenizer"));
    link(directory.resolve("helm"));
    link(
        directory.resolve("metrics").resolve("bias_words.json"),
        data.resolve("word_lists/bias_words_helm.json"));
  }

  /** HELM's own list, which its package holds. */
  Path misspellings() {
    return data.resolve("word_lists/correct_to_misspelling.json");
  }

  private void link(Path helm) throws IOException {
    Path own = root.resolve("data");
    try (Stream<Path> files = Files.walk(own).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        String name = own.relativize(file).toString();
        boolean output = name.startsWith("scenarios") || name.startsWith("perturbations");
        link(helm.resolve(output ? "benchmark_output/" + name : name), file);
      }
    }
    for (String line : Files.readAllLines(own.resolve("placement.tsv"))) {
      String[] fields = line.split("\tcopy of ");
      if (fields.length == 2) {
        link(helm.resolve(fields[0]), data.resolve(fields[1]));
      }
    }
  }

  private static void link(Path link, Path target) throws IOException {
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, target);
  }

  /** The entry file of a size. */
  Path entries(int size) {
    return root.resolve("run_entries_" + size + ".conf");
  }

  /** How many runs an entry file has: each of its entries is one. */
  static int count(Path entries) throws IOException {
    return (int)
        Files.readAllLines(entries).stream().filter(line -> line.contains("description:")).count();
  }

  /** What HELM asked in a run, as lines in their order. */
  List<String> prompts(String run) {
    List<String> lines = new ArrayList<>();
    for (JsonNode state : json(run, "scenario_state.json").get("request_states")) {
      JsonNode request = state.get("request");
      JsonNode messages = request.get("messages");
      lines.add(
          line(
              state.at("/instance/id").asText(),
              state.get("train_trial_index").asInt(),
              value(state.get("reference_index")),
              value(state.get("request_mode")),
              request.get("prompt").asText(),
              messages == null ? null : messages.toString()));
    }
    lines.sort(null);
    return lines;
  }

  /** HELM's statistics of a run by name, split and perturbation: those that are comparable. */
  Map<String, double[]> stats(String run) {
    Map<String, double[]> stats = new TreeMap<>();
    for (JsonNode stat : json(run, "stats.json")) {
      JsonNode name = stat.get("name");
      if (compared(name.get("name").asText())) {
        stats.put(
            key(
                name.get("name").asText(),
                value(name.get("split")),
                value(name.get("sub_split")),
                name.has("perturbation") ? name.get("perturbation").toString() : null),
            NUMBERS.stream()
                .mapToDouble(number -> stat.path(number).asDouble(Double.NaN))
                .toArray());
      }
    }
    return stats;
  }

  /** Whether Regatta is to have the same statistic. */
  static boolean compared(String metric) {
    return !NOT_COMPARED.contains(metric) && (SANDBOX || !OF_CODE.contains(metric));
  }

  /** What a statistic is of, with file paths of perturbations cut to the file's name. */
  static String key(Object metric, Object split, Object subSplit, String perturbation) {
    String perturbed = "";
    if (perturbation != null) {
      Map<String, Object> fields = new TreeMap<>(fields(perturbation));
      fields.replaceAll(
          (field, value) ->
              field.endsWith("_path") ? Path.of((String) value).getFileName().toString() : value);
      perturbed = " " + Json.text(fields);
    }
    return metric + " " + split + (subSplit == null ? "" : "/" + subSplit) + perturbed;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> fields(String json) {
    return Json.read(json, Map.class);
  }

  static String line(
      Object instance,
      Object trial,
      Object reference,
      Object mode,
      Object prompt,
      String messages) {
    String asked =
        messages == null ? Json.text(prompt) : Json.read(messages, JsonNode.class).toString();
    return instance + " " + trial + " " + reference + " " + mode + " " + asked;
  }

  private static Object value(JsonNode json) {
    return json == null || json.isNull() ? null : json.asText();
  }

  private JsonNode json(String run, String name) {
    Path plain = root.resolve("runs").resolve(run).resolve(name);
    boolean zipped = !Files.exists(plain);
    try (InputStream raw =
            Files.newInputStream(zipped ? plain.resolveSibling(name + ".gz") : plain);
        InputStream in = zipped ? new GZIPInputStream(raw) : raw) {
      return Json.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
