package dev.regatta.aggregator.summary;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A run as a leaderboard sees it.
 *
 * @param spec HELM's run spec
 */
public record SummaryRun(JsonNode spec, List<NamedStat> stats) {

  String name() {
    return spec.path("name").asText();
  }

  JsonNode adapter() {
    return spec.path("adapter_spec");
  }

  JsonNode scenario() {
    return spec.path("scenario_spec");
  }

  /** Run groups. */
  public List<String> groups() {
    List<String> groups = new ArrayList<>();
    spec.path("groups").forEach(group -> groups.add(group.asText()));
    return groups;
  }

  /** Statistics of a metric, whatever they were computed over. */
  List<NamedStat> named(String metric) {
    return stats.stream().filter(stat -> stat.metric().equals(metric)).toList();
  }
}
