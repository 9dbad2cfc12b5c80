package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;

/**
 * Runs that a leaderboard shows together: a benchmark, or several as subgroups.
 *
 * @param environment values for the metric groups' {@code ${...}}
 * @param subSplits sub-splits with a table of their own
 * @param subgroupDisplayMode {@code by_metric} or {@code by_group}
 * @param visibility {@code all_groups}, {@code this_group_only} or {@code no_groups}
 * @param adapterKeysShown fields of the adapter that make two rows differ
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RunGroup(
    String name,
    String displayName,
    String shortDisplayName,
    String description,
    List<String> metricGroups,
    List<String> subgroups,
    List<String> subSplits,
    String subgroupDisplayMode,
    List<String> subgroupMetricGroupsHidden,
    Map<String, String> environment,
    String category,
    String visibility,
    Map<String, String> taxonomy,
    Boolean todo,
    List<String> adapterKeysShown) {
  static final String BY_GROUP = "by_group";
  static final String ALL_GROUPS = "all_groups";
  static final String THIS_GROUP_ONLY = "this_group_only";
  static final String NO_GROUPS = "no_groups";

  public RunGroup {
    metricGroups = orEmpty(metricGroups);
    subgroups = orEmpty(subgroups);
    subgroupDisplayMode = subgroupDisplayMode == null ? "by_metric" : subgroupDisplayMode;
    subgroupMetricGroupsHidden = orEmpty(subgroupMetricGroupsHidden);
    environment = environment == null ? Map.of() : environment;
    category = category == null ? "Scenarios" : category;
    visibility = visibility == null ? ALL_GROUPS : visibility;
    todo = Boolean.TRUE.equals(todo);
    adapterKeysShown =
        adapterKeysShown == null
            ? List.of("model_deployment", "model")
            : List.copyOf(adapterKeysShown);
  }

  String display() {
    return displayName == null ? name : displayName;
  }

  String shortDisplay() {
    return shortDisplayName == null ? display() : shortDisplayName;
  }

  List<String> shownSubSplits() {
    return orEmpty(subSplits);
  }

  private static List<String> orEmpty(List<String> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
