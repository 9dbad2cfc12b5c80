package dev.regatta.aggregator.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/** HELM's columns over the columns of a table. */
final class Aggregation {

  private Aggregation() {}

  /**
   * The mean win rate of each row: in every directed column with at least two values, the share of
   * the other values that are worse; then the mean over the columns in which the row has a value.
   * NaN where it has none.
   */
  static double[] winRates(List<HeaderCell> header, List<List<Cell>> rows, Ties ties) {
    List<List<Double>> rates = new ArrayList<>();
    rows.forEach(row -> rates.add(new ArrayList<>()));
    for (int column = 0; column < header.size(); column++) {
      Boolean lower = header.get(column).lowerIsBetter();
      if (lower != null) {
        double[] values = column(rows, column);
        if (Arrays.stream(values).filter(x -> !Double.isNaN(x)).count() > 1) {
          add(lower, values, ties, rates);
        }
      }
    }
    return rates.stream()
        .mapToDouble(own -> own.isEmpty() ? Double.NaN : sum(own) / own.size())
        .toArray();
  }

  /**
   * The mean of each row's values; NaN where it has none.
   *
   * @return null where columns of different directions would be mixed
   */
  static double[] means(List<HeaderCell> header, List<List<Cell>> rows) {
    Set<Boolean> directions =
        new HashSet<>(header.stream().map(HeaderCell::lowerIsBetter).toList());
    directions.removeIf(Objects::isNull);
    if (directions.size() > 1) {
      return null;
    }
    return rows.stream()
        .mapToDouble(
            row -> {
              List<Double> values =
                  row.stream().map(Cell::number).filter(x -> !Double.isNaN(x)).toList();
              return values.isEmpty() ? Double.NaN : sum(values) / values.size();
            })
        .toArray();
  }

  /** The best value of a column; empty where it has no direction or no value. */
  static OptionalDouble best(HeaderCell header, List<List<Cell>> rows, int column) {
    if (header.lowerIsBetter() == null) {
      return OptionalDouble.empty();
    }
    var values = Arrays.stream(column(rows, column)).filter(x -> !Double.isNaN(x));
    return header.lowerIsBetter() ? values.min() : values.max();
  }

  /** Added up one after the other, as HELM does. */
  private static double sum(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double[] column(List<List<Cell>> rows, int column) {
    return rows.stream().mapToDouble(row -> row.get(column).number()).toArray();
  }

  private static void add(boolean lower, double[] values, Ties ties, List<List<Double>> rates) {
    Integer[] worstFirst = new Integer[values.length];
    Arrays.setAll(worstFirst, i -> i);
    Comparator<Integer> byValue = Comparator.comparingDouble(i -> values[i]);
    Comparator<Integer> order = byValue.thenComparingInt(i -> i);
    Arrays.sort(worstFirst, lower ? order.reversed() : order);
    List<Integer> present =
        Arrays.stream(worstFirst).filter(i -> !Double.isNaN(values[i])).toList();
    int others = present.size() - 1;
    for (int rank = 0; rank < present.size(); rank++) {
      int row = present.get(rank);
      double wins = ties == Ties.BY_ROW ? rank : worse(present, values, values[row]);
      rates.get(row).add(wins / others);
    }
  }

  /** Values before the first equal one, and half of the other equal ones. */
  private static double worse(List<Integer> order, double[] values, double value) {
    int before = 0;
    while (values[order.get(before)] != value) {
      before++;
    }
    int equal = 0;
    while (before + equal < order.size() && values[order.get(before + equal)] == value) {
      equal++;
    }
    return before + (equal - 1) / 2.0;
  }
}
