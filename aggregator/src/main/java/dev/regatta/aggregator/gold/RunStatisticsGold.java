package dev.regatta.aggregator.gold;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.aggregator.helm.HelmImport;
import dev.regatta.aggregator.job.LocalScorer;
import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.StatKey;
import dev.regatta.gold.Findings;
import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.GoldFiles;
import dev.regatta.gold.Tolerance;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Perturbation;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Runs of HELM's with their answers and statistics: imported, scored again, and each of the
 * statistics compared. One part per run; statistics that are taken over, because the answers do not
 * tell them, are not counted as passed.
 */
final class RunStatisticsGold implements GoldCheck {
  private static final List<String> NUMBERS =
      List.of("count", "sum", "sum_squared", "min", "max", "mean", "variance", "stddev");
  private static final String SOURCE = "source";
  private static final String RUNS = "(runs)";
  private static final String PLATT = "platt_";

  private static final Tolerance USUAL = new Tolerance(1e-9, 1e-9);

  /** The root of a variance that is noise where it should be 0. */
  private static final Tolerance ROOT = new Tolerance(1e-6, 1e-6);

  private final String root;
  private final LocalScorer scorer;

  /**
   * @param root of a store that the runs are imported into
   * @param scorer of that store
   */
  RunStatisticsGold(String root, LocalScorer scorer) {
    this.root = root;
    this.scorer = scorer;
  }

  @Override
  public String kind() {
    return "run-statistics";
  }

  @Override
  public String about() {
    return "all statistics of HELM's runs, computed anew from the recorded answers";
  }

  @Override
  public boolean recognises(Path path) {
    return Files.isDirectory(path) && !RunDirectories.of(path).isEmpty();
  }

  @Override
  public void check(Path gold, Findings findings) {
    Store store = Store.open(root);
    HelmImport runs = new HelmImport(gold, Optional.of("gold"));
    runs.problems().forEach(problem -> findings.fail(RUNS, problem, "a whole run", "not one"));
    String sweep = runs.write(store).sweep();
    scorer.score(sweep);
    Map<String, Map<StatKey, Found>> found = statistics(store, sweep);
    for (Path run : RunDirectories.of(gold)) {
      compare(run, found, findings);
    }
  }

  /**
   * A statistic of ours.
   *
   * @param source what it was taken over from; null where it was computed
   */
  private record Found(Map<String, Double> numbers, String source) {}

  private static void compare(Path run, Map<String, Map<StatKey, Found>> found, Findings findings) {
    String part = run.getFileName().toString();
    try {
      String name = GoldFiles.document(run.resolve(RunDirectories.SPEC)).path("name").asText();
      Map<StatKey, Found> own = found.getOrDefault(name, new HashMap<>());
      List<String> taken = new ArrayList<>();
      for (JsonNode recorded : GoldFiles.document(run.resolve(RunDirectories.STATS))) {
        StatKey key = key(recorded.path("name"));
        Found ours = own.remove(key);
        if (ours != null && ours.source() != null) {
          taken.add(key.metric());
        } else {
          compare(part, key, recorded, ours, findings);
        }
      }
      takenOver(part, taken, findings);
      own.keySet().forEach(key -> findings.fail(part, text(key), "no such statistic", "one"));
    } catch (RuntimeException e) {
      findings.fail(part, part, "HELM's statistics", Findings.problem(e));
    }
  }

  private static void compare(
      String part, StatKey key, JsonNode recorded, Found own, Findings findings) {
    if (own == null) {
      findings.fail(part, text(key), "a statistic", "none");
    } else {
      for (String number : NUMBERS) {
        double expected =
            recorded.hasNonNull(number) ? GoldCase.number(recorded.get(number)) : Double.NaN;
        double value = own.numbers().get(number);
        if (!tolerance(key, number).agree(expected, value)) {
          findings.fail(part, text(key) + ", " + number, expected, value);
          return;
        }
      }
      findings.pass(part);
    }
  }

  /** What the recorded answers do not tell, or Regatta does not compute for an imported run. */
  private static void takenOver(String part, List<String> metrics, Findings findings) {
    if (!metrics.isEmpty()) {
      String names = String.join(", ", new TreeSet<>(metrics));
      findings.unknown(part, metrics.size(), "taken over from HELM: " + names);
    }
  }

  private static Tolerance tolerance(StatKey key, String number) {
    if (key.metric().startsWith(PLATT)) {
      return Tolerance.ITERATIVE;
    }
    return number.equals("stddev") ? ROOT : USUAL;
  }

  private static Map<String, Map<StatKey, Found>> statistics(Store store, String sweep) {
    List<String> columns =
        new ArrayList<>(List.of("run", "metric", "split", "sub_split", "perturbation", SOURCE));
    int first = columns.size();
    columns.addAll(NUMBERS);
    Map<String, Map<StatKey, Found>> statistics = new HashMap<>();
    try (TableReader rows = store.read(Tables.STATS, columns, Map.of("sweep", sweep))) {
      for (Object[] row : rows) {
        Map<String, Double> numbers = new HashMap<>();
        for (int i = first; i < row.length; i++) {
          numbers.put(
              columns.get(i), row[i] == null ? Double.NaN : ((Number) row[i]).doubleValue());
        }
        Context context = new Context((String) row[2], (String) row[3], (String) row[4]);
        statistics
            .computeIfAbsent((String) row[0], run -> new HashMap<>())
            .put(new StatKey((String) row[1], context), new Found(numbers, (String) row[5]));
      }
    }
    return statistics;
  }

  private static StatKey key(JsonNode name) {
    JsonNode perturbation = name.get("perturbation");
    return new StatKey(
        name.path("name").asText(),
        new Context(
            name.path("split").asText(null),
            name.path("sub_split").asText(null),
            perturbation == null || perturbation.isNull()
                ? null
                : Json.MAPPER.convertValue(perturbation, Perturbation.class).key()));
  }

  private static String text(StatKey key) {
    Context context = key.context();
    StringBuilder text = new StringBuilder(key.metric());
    for (String field :
        new String[] {context.split(), context.subSplit(), context.perturbation()}) {
      text.append(field == null ? "" : " " + field);
    }
    return text.toString();
  }
}
