package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The definition of a leaderboard: HELM's schema file, YAML or the JSON that HELM makes of it.
 *
 * @param models in the order of the rows; models that are not among them come first
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Schema(
    List<Field> metrics,
    List<Field> perturbations,
    List<MetricGroup> metricGroups,
    List<RunGroup> runGroups,
    List<ModelField> models) {
  /** Unknown keys are HELM's business: its own reader passes over them. */
  private static final ObjectMapper YAML =
      YAMLMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public Schema {
    metrics = orEmpty(metrics);
    perturbations = orEmpty(perturbations);
    metricGroups = orEmpty(metricGroups);
    runGroups = orEmpty(runGroups);
    models = orEmpty(models);
  }

  /** The names of files like {@code model_metadata.yaml}. */
  private record Models(List<ModelField> models) {}

  /**
   * Reads a definition.
   *
   * @throws RegattaException USER where the file is missing, malformed or names a group that it
   *     does not define
   */
  public static Schema read(Path file) {
    Schema schema = read(file, Schema.class);
    List<String> problems = schema.problems();
    if (!problems.isEmpty()) {
      throw RegattaException.user(file + ": " + String.join("\n" + file + ": ", problems));
    }
    return schema;
  }

  /** The same with the models of a file in the place of its own. */
  public Schema withModels(Path file) {
    List<ModelField> others = orEmpty(read(file, Models.class).models());
    return new Schema(metrics, perturbations, metricGroups, runGroups, others);
  }

  Optional<Field> metric(String name) {
    return metrics.stream().filter(field -> name.equals(field.name())).findFirst();
  }

  Field perturbation(String name) {
    return perturbations.stream()
        .filter(field -> name.equals(field.name()))
        .findFirst()
        .orElse(new Field(name, null, null, null, null));
  }

  MetricGroup metricGroup(String name) {
    return metricGroups.stream().filter(g -> name.equals(g.name())).findFirst().orElseThrow();
  }

  /** Empty for a group that is not on this leaderboard. */
  public Optional<RunGroup> runGroup(String name) {
    return runGroups.stream().filter(group -> name.equals(group.name())).findFirst();
  }

  /** The names of the unperturbed metrics that the groups of a run show. */
  public Set<String> shownMetrics(List<String> groups) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : groups) {
      runGroup(name)
          .ifPresent(
              group ->
                  group
                      .metricGroups()
                      .forEach(
                          metricGroup ->
                              metricGroup(metricGroup).metrics().stream()
                                  .filter(matcher -> matcher.perturbationName() == null)
                                  .map(matcher -> matcher.substitute(group.environment()).name())
                                  .forEach(names::add)));
    }
    return names;
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    List<String> groups = runGroups.stream().map(RunGroup::name).toList();
    List<String> metrics = metricGroups.stream().map(MetricGroup::name).toList();
    if (runGroups.isEmpty()) {
      problems.add("run_groups is empty (expected: at least one group)");
    }
    for (RunGroup group : runGroups) {
      String where = "run_groups." + group.name() + ".";
      unknown(where + "subgroups", group.subgroups(), groups, problems);
      unknown(where + "metric_groups", group.metricGroups(), metrics, problems);
    }
    List<String> strategies = List.of(MetricGroup.WIN_RATE, MetricGroup.MEAN);
    for (MetricGroup group : metricGroups) {
      String where = "metric_groups." + group.name() + ".aggregation_strategies";
      unknown(where, group.aggregations(), strategies, problems);
    }
    return problems;
  }

  private static void unknown(
      String where, List<String> names, List<String> known, List<String> problems) {
    names.stream()
        .filter(name -> !known.contains(name))
        .forEach(
            name ->
                problems.add(where + ": unknown '" + name + "'" + Suggestion.among(name, known)));
  }

  private static <T> T read(Path file, Class<T> type) {
    if (!Files.isRegularFile(file)) {
      throw RegattaException.user(file + ": no such file (expected: a leaderboard's YAML or JSON)");
    }
    try {
      T value = YAML.readValue(file.toFile(), type);
      if (value == null) {
        throw RegattaException.user(file + ": is empty");
      }
      return value;
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new RegattaException(
          ErrorCategory.USER, file + place + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new RegattaException(ErrorCategory.USER, file + ": cannot be read: " + e, e);
    }
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
