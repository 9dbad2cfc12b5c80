package dev.regatta.coordinator.sweep;

import dev.regatta.coordinator.adapt.AdapterOverrides;
import dev.regatta.coordinator.adapt.AdapterSpecs;
import dev.regatta.coordinator.config.Bound;
import dev.regatta.coordinator.config.Problems;
import dev.regatta.coordinator.data.LocalFiles;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.scenario.ScenarioCatalog;
import dev.regatta.coordinator.scenario.ScenarioDefinition;
import dev.regatta.coordinator.scenario.ScenarioFile;
import dev.regatta.coordinator.sweep.ModelResolver.Resolved;
import dev.regatta.coordinator.sweep.ResolvedSweep.Run;
import dev.regatta.coordinator.sweep.SweepFile.ScenarioEntry;
import dev.regatta.coordinator.sweep.SweepFile.Variant;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.RunSpec;
import dev.regatta.protocol.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns the scenario entries of a sweep file into runs. */
final class ScenarioExpander {
  private final Bound<SweepFile> file;
  private final Path directory;
  private final ScenarioCatalog catalog;
  private final PerturbationResolver perturbations;
  private final Problems problems;
  private final RunChecks checks;
  private final Map<String, Optional<ScenarioFile>> read = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  ScenarioExpander(
      Bound<SweepFile> file,
      Path directory,
      ScenarioCatalog catalog,
      PerturbationResolver perturbations,
      Problems problems) {
    this.file = file;
    this.directory = directory;
    this.catalog = catalog;
    this.perturbations = perturbations;
    this.problems = problems;
    this.checks = new RunChecks(file);
  }

  /** A scenario with one set of arguments. */
  private record Expanded(
      ScenarioEntry entry,
      String key,
      ScenarioFile source,
      Map<String, Object> args,
      ScenarioDefinition definition,
      Scenario scenario,
      DataAugmentation augmentation) {

    String name() {
      return entry.name().orElse(source.name());
    }
  }

  /** The runs of the scenario entry with this index. */
  List<Run> runs(int index, List<Resolved> models, List<Variant> variants) {
    ScenarioEntry entry = file.value().scenarios().get(index);
    String key = "scenarios[" + index + "]";
    checks.metrics(entry, key);
    DataAugmentation augmentation = augmentation(entry, key);
    List<Run> runs = new ArrayList<>();
    find(entry, key)
        .filter(source -> checks.arguments(entry, key, source))
        .ifPresent(
            source -> {
              for (Map<String, Object> args : combinations(entry.args())) {
                expand(entry, key, source, args, augmentation)
                    .ifPresent(expanded -> runs.addAll(runs(expanded, models, variants)));
              }
            });
    return runs;
  }

  /** The scenario files that the runs so far come from. */
  List<Path> files() {
    return read.entrySet().stream()
        .filter(entry -> ScenarioCatalog.isPath(entry.getKey()) && entry.getValue().isPresent())
        .map(entry -> entry.getValue().get().bound().path().toAbsolutePath().normalize())
        .sorted()
        .toList();
  }

  private List<Run> runs(Expanded expanded, List<Resolved> models, List<Variant> variants) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      runs.addAll(runs(expanded, variants.get(i), i, models));
    }
    return runs;
  }

  private DataAugmentation augmentation(ScenarioEntry entry, String key) {
    return entry
        .perturbations()
        .map(own -> perturbations.resolve(own, key + ".perturbations"))
        .orElseGet(() -> perturbations.resolve(file.value().perturbations(), "perturbations"));
  }

  private Optional<ScenarioFile> find(ScenarioEntry entry, String key) {
    String scenario = entry.scenario();
    if (scenario.isEmpty()) {
      return Optional.empty();
    }
    String place = file.holds(key + ".scenario") ? key + ".scenario" : key;
    if (ScenarioCatalog.isPath(scenario)) {
      if (!catalog.permits(directory, scenario)) {
        file.problem(place, LocalFiles.OUTSIDE + ":", LocalFiles.EXPECTED);
        return Optional.empty();
      }
      Path path = directory.resolve(scenario).normalize();
      if (!Files.isRegularFile(path)) {
        file.problem(place, "no such file " + path + ":", "a scenario file");
        return Optional.empty();
      }
    } else if (!ScenarioCatalog.BUILT_IN.contains(scenario)) {
      file.problem(
          place,
          "unknown scenario",
          "the path of a scenario file or one of " + String.join(", ", ScenarioCatalog.BUILT_IN),
          Suggestion.nearest(scenario, ScenarioCatalog.BUILT_IN));
      return Optional.empty();
    }
    return read.computeIfAbsent(scenario, s -> catalog.find(s, directory, problems));
  }

  /** Empty where the generator refuses the arguments, which is told. */
  private Optional<Expanded> expand(
      ScenarioEntry entry,
      String key,
      ScenarioFile source,
      Map<String, Object> args,
      DataAugmentation augmentation) {
    ScenarioDefinition definition = source.filled(args);
    try {
      Scenario scenario = source.open(definition, args);
      return Optional.of(
          new Expanded(entry, key, source, args, definition, scenario, augmentation));
    } catch (RegattaException e) {
      file.problem(key + ".args", e.getMessage() + " in", "");
      return Optional.empty();
    }
  }

  private List<Run> runs(
      Expanded expanded, Variant variant, int variantIndex, List<Resolved> models) {
    ScenarioEntry entry = expanded.entry();
    AdapterOverrides settings = settings(expanded, variant);
    String method = settings.method().orElse(AdapterSpec.GENERATION);
    AdapterSpec adapter = settings.applyTo(methodDefaults(method));
    String variantKey = file.value().adapters().isEmpty() ? "" : "adapters[" + variantIndex + "]";
    RunChecks.Metrics metrics =
        checks.metricsOf(expanded.definition(), expanded.source(), entry, expanded.key(), method);
    checks.method(adapter, expanded.definition(), expanded.source());
    List<Run> runs = new ArrayList<>();
    for (Resolved model : models) {
      checks.model(model, adapter, expanded.key(), variantKey);
      RunSpec spec =
          new RunSpec(
              runName(expanded, variant.name(), model.spec().name()),
              model.spec().name(),
              variant.name(),
              expanded.name(),
              new ObjectSpec(
                  expanded.source().name(), expanded.source().arguments(expanded.args())),
              adapter,
              expanded.augmentation(),
              metrics.names(),
              metrics.main(),
              expanded.definition().groups());
      if (!names.add(spec.name())) {
        file.problem(
            expanded.key(), "a run " + spec.name() + " is there already:", "a name of its own");
      }
      runs.add(new Run(spec, expanded.scenario()));
    }
    return runs;
  }

  private AdapterOverrides settings(Expanded expanded, Variant variant) {
    ScenarioEntry entry = expanded.entry();
    AdapterOverrides most =
        entry
            .maxEvalInstances()
            .map(AdapterOverrides.NONE::withMaxEvalInstances)
            .orElse(AdapterOverrides.NONE);
    return variant
        .settings()
        .over(most)
        .over(entry.adapter())
        .over(file.value().defaults().settings())
        .over(expanded.definition().adapter());
  }

  private static AdapterSpec methodDefaults(String method) {
    return switch (method) {
      case AdapterSpec.CHAT -> AdapterSpecs.chat().build();
      case AdapterSpec.MULTIPLE_CHOICE_JOINT ->
          AdapterSpecs.multipleChoiceJoint("Question", "Answer").build();
      case AdapterSpec.MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT ->
          AdapterSpecs.multipleChoiceJointChainOfThought("Question", "Answer").build();
      case AdapterSpec.MULTIPLE_CHOICE_SEPARATE_ORIGINAL ->
          AdapterSpecs.multipleChoiceSeparate(false, false).build();
      case AdapterSpec.MULTIPLE_CHOICE_SEPARATE_CALIBRATED ->
          AdapterSpecs.multipleChoiceSeparate(true, false).build();
      case AdapterSpec.LANGUAGE_MODELING -> AdapterSpecs.languageModeling().build();
      case AdapterSpec.RANKING_BINARY ->
          AdapterSpecs.rankingBinary("Does the passage answer the query?").build();
      default -> AdapterSpecs.generation("Question", "Answer").build();
    };
  }

  /** HELM's style: {@code scenario:arg=value,model=name}, the adapter's name last. */
  private static String runName(Expanded expanded, String variant, String model) {
    Map<String, Object> parts = new LinkedHashMap<>(expanded.args());
    parts.put("model", model.replace('/', '_'));
    if (!variant.isEmpty()) {
      parts.put("adapter", variant);
    }
    return parts.entrySet().stream()
        .map(part -> part.getKey() + "=" + part.getValue())
        .collect(Collectors.joining(",", expanded.name() + ":", ""));
  }

  /** Every combination of the values of arguments that are lists; the last one changes fastest. */
  private static List<Map<String, Object>> combinations(Map<String, Object> args) {
    List<Map<String, Object>> combinations = List.of(Map.of());
    for (Map.Entry<String, Object> arg : args.entrySet()) {
      List<?> values = arg.getValue() instanceof List<?> list ? list : oneOf(arg.getValue());
      List<Map<String, Object>> longer = new ArrayList<>();
      for (Map<String, Object> start : combinations) {
        for (Object value : values) {
          Map<String, Object> more = new LinkedHashMap<>(start);
          more.put(arg.getKey(), value);
          longer.add(more);
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  private static List<Object> oneOf(Object value) {
    List<Object> one = new ArrayList<>();
    one.add(value);
    return one;
  }
}
