package dev.regatta.aggregator.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.gold.GoldCase;
import dev.regatta.gold.GoldCheck;
import dev.regatta.gold.LinesCheck;
import dev.regatta.gold.Tolerance;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Values in two of HELM's Stats, the first {@code split_at} in one, that are then merged. */
final class StatGold {
  static final GoldCheck CHECK =
      new LinesCheck(
          "stat",
          "HELM's summaries of values",
          "helm_stat",
          Set.of("values", "split_at", "sum_squared"),
          file -> StatGold::check);

  /** Variances of small values are small themselves. */
  private static final Tolerance TOLERANCE = new Tolerance(1e-9, 1e-15);

  private static final Map<String, ToDoubleFunction<Stat>> FIELDS =
      Map.of(
          "count", Stat::count,
          "sum", Stat::sum,
          "sum_squared", Stat::sumSquared,
          "min", Stat::min,
          "max", Stat::max,
          "mean", Stat::mean,
          "variance", Stat::variance,
          "stddev", Stat::stddev);

  private static final String TEXT = "text";
  private static final Set<String> OTHERS = Set.of("id", "values", "split_at");

  private StatGold() {}

  private static void check(GoldCase gold) {
    Stat stat = merged(gold);
    for (String field : gold.fields()) {
      if (FIELDS.containsKey(field)) {
        gold.close(field, () -> FIELDS.get(field).applyAsDouble(stat), TOLERANCE);
      } else if (field.equals(TEXT)) {
        gold.equal(field, withoutZeroFractions(gold.text(TEXT)), stat::toString);
      } else if (!OTHERS.contains(field)) {
        gold.unknown(field, "not a field of a Stat");
      }
    }
  }

  private static Stat merged(GoldCase gold) {
    Moments left = new Moments();
    Moments right = new Moments();
    int splitAt = gold.whole("split_at");
    int position = 0;
    for (JsonNode value : gold.get("values")) {
      Moments side = position++ < splitAt ? left : right;
      if (!value.isNull()) {
        side.add(GoldCase.number(value));
      }
    }
    left.add(right);
    return left.stat();
  }

  /** Python prints a whole float with a fraction, a whole number without. */
  private static String withoutZeroFractions(String text) {
    return text.replaceAll("\\.0(?=[, ])", "");
  }
}
