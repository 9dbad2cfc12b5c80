package dev.regatta.aggregator.summary;

import dev.regatta.protocol.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes one table: a row for each adapter, a column for each metric of each group. */
final class TableMaker {
  /** Ends the name of a metric group that shows more of what another one shows. */
  static final String DETAILED = "_detailed";

  /** Beyond this many runs HELM's page does not offer to compare them. */
  private static final int MOST_COMPARED = 5;

  private final Schema schema;
  private final Ties ties;

  TableMaker(Schema schema, Ties ties) {
    this.schema = schema;
    this.ties = ties;
  }

  /** Metrics of a run group. */
  record Columns(RunGroup group, String metricGroup) {}

  /**
   * What a table shows.
   *
   * @param group the group whose page it is on
   * @param perScenario whether rows, not cells, name their runs
   * @param subSplit null for all
   * @param aggregations columns over the columns
   */
  record Request(
      String name,
      String title,
      RunGroup group,
      Map<AdapterKey, List<SummaryRun>> runs,
      List<Columns> columns,
      boolean perScenario,
      String subSplit,
      List<String> aggregations) {}

  private record Column(HeaderCell header, MetricMatcher matcher, RunGroup group) {}

  Table make(Request request) {
    List<Column> columns = columns(request);
    List<AdapterKey> keys = new ArrayList<>(request.runs().keySet());
    keys.sort(
        Comparator.<AdapterKey>comparingInt(key -> order(key.deployment()))
            .thenComparing(AdapterKey::deployment));
    Map<AdapterKey, String> differences = AdapterKey.differences(keys);
    List<HeaderCell> header = new ArrayList<>(List.of(HeaderCell.of("Model", null)));
    columns.forEach(column -> header.add(column.header()));
    List<List<Cell>> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (AdapterKey key : keys) {
      List<SummaryRun> runs = request.runs().get(key);
      runs.forEach(run -> names.add(run.name()));
      rows.add(row(request, key, differences.get(key), runs, columns));
    }
    aggregate(request.aggregations(), header, rows);
    embolden(header, rows);
    List<Link> links =
        request.perScenario() && names.size() > 1 && names.size() <= MOST_COMPARED
            ? List.of(new Link("compare all", href(request, names)))
            : List.of();
    return new Table(request.title(), header, rows, links, request.name());
  }

  /** Models of the definition in its order; others before them, by name. */
  private int order(String deployment) {
    List<ModelField> models = schema.models();
    for (int i = 0; i < models.size(); i++) {
      if (models.get(i).name().equals(deployment)) {
        return i;
      }
    }
    return -1;
  }

  private List<Column> columns(Request request) {
    boolean several =
        request.columns().stream().map(columns -> columns.group().name()).distinct().count() > 1;
    List<Column> result = new ArrayList<>();
    for (Columns columns : request.columns()) {
      RunGroup group = columns.group();
      if (!group.metricGroups().contains(columns.metricGroup().replace(DETAILED, ""))) {
        continue;
      }
      for (MetricMatcher template : schema.metricGroup(columns.metricGroup()).metrics()) {
        MetricMatcher matcher = template.substitute(group.environment());
        MetricMatcher inSubSplit =
            request.subSplit() == null ? matcher : matcher.inSubSplit(request.subSplit());
        schema
            .metric(matcher.name())
            .map(field -> new Column(header(field, matcher, group, several), inSubSplit, group))
            .ifPresent(result::add);
      }
    }
    return result;
  }

  private HeaderCell header(Field metric, MetricMatcher matcher, RunGroup group, boolean several) {
    String value = metric.shortDisplay();
    StringBuilder description = new StringBuilder();
    if (group.description() != null) {
      description.append(group.description()).append("\n\n");
    }
    description.append(metric.display()).append(": ").append(orEmpty(metric.description()));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("metric", metric.shortDisplay());
    metadata.put("run_group", group.shortDisplay());
    if (matcher.perturbationName() != null) {
      Field perturbation = schema.perturbation(matcher.perturbationName());
      value += " (" + perturbation.shortDisplay() + ")";
      description.append("\n- Perturbation ").append(perturbation.display());
      description.append(": ").append(orEmpty(perturbation.description()));
      metadata.put("perturbation", perturbation.shortDisplay());
    }
    return new HeaderCell(
        several ? group.shortDisplay() + " - " + value : value,
        description.toString(),
        false,
        metric.lowerIsBetter(),
        metadata);
  }

  private List<Cell> row(
      Request request,
      AdapterKey key,
      String difference,
      List<SummaryRun> runs,
      List<Column> columns) {
    String model = runs.get(0).adapter().path("model").asText(key.deployment());
    String name =
        schema.models().stream()
            .filter(field -> field.name().equals(model))
            .map(ModelField::displayName)
            .findFirst()
            .orElse(model);
    String title = difference.isEmpty() ? name : name + " [" + difference + "]";
    List<Cell> row = new ArrayList<>();
    if (request.perScenario()) {
      List<String> names = runs.stream().map(SummaryRun::name).toList();
      row.add(new Cell(title, "", href(request, names), null, false, names));
    } else {
      row.add(Cell.of(title, ""));
    }
    for (Column column : columns) {
      String group = column.group().name();
      List<SummaryRun> own = runs.stream().filter(run -> run.groups().contains(group)).toList();
      Cell cell =
          CellMaker.cell(shown(own, request, group), column.matcher(), !request.perScenario());
      row.add(Unreliable.is(model, column.matcher().name()) ? cell.withoutValue() : cell);
    }
    return row;
  }

  /** HELM's rule for bAbI: over all tasks, only the runs of all tasks count. */
  private static List<SummaryRun> shown(List<SummaryRun> runs, Request request, String group) {
    return group.contains("babi") && !request.name().contains("task:")
        ? runs.stream().filter(run -> run.name().contains("task=all")).toList()
        : runs;
  }

  private void aggregate(List<String> strategies, List<HeaderCell> header, List<List<Cell>> rows) {
    List<HeaderCell> heads = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (String strategy : strategies) {
      if (strategy.equals(MetricGroup.MEAN)) {
        double[] means = Aggregation.means(header, rows);
        heads.add(
            HeaderCell.of(
                "Mean score",
                means == null
                    ? "None: the columns have different directions."
                    : "The mean of the scores from all columns."));
        values.add(means);
      } else {
        heads.add(
            new HeaderCell(
                "Mean win rate",
                "How many models this model outperforms on average (over columns).",
                false,
                false,
                Map.of()));
        values.add(Aggregation.winRates(header, rows, ties));
      }
    }
    for (int i = 0; i < heads.size(); i++) {
      header.add(i + 1, heads.get(i));
      for (int row = 0; row < rows.size(); row++) {
        double value = values.get(i) == null ? Double.NaN : values.get(i)[row];
        rows.get(row).add(i + 1, Cell.of(Double.isNaN(value) ? null : value));
      }
    }
  }

  private static void embolden(List<HeaderCell> header, List<List<Cell>> rows) {
    for (int i = 1; i < header.size(); i++) {
      int column = i;
      Aggregation.best(header.get(i), rows, i)
          .ifPresent(
              best ->
                  rows.stream()
                      .filter(row -> row.get(column).number() == best)
                      .forEach(row -> row.set(column, row.get(column).bold())));
    }
  }

  private static String href(Request request, List<String> runs) {
    String names = runs.stream().map(Json::text).collect(Collectors.joining(", ", "[", "]"));
    return "?group=%s&subgroup=%s&runSpecs=%s"
        .formatted(quote(request.group().name()), quote(request.title()), quote(names));
  }

  private static String quote(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
