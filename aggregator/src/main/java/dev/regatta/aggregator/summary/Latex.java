package dev.regatta.aggregator.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table as HELM writes it for LaTeX, without columns that have no value. */
final class Latex {

  private Latex() {}

  static String of(Table table, String caption) {
    List<Integer> columns =
        IntStream.range(0, table.header().size())
            .filter(i -> table.rows().stream().anyMatch(row -> row.get(i).value() != null))
            .boxed()
            .toList();
    List<String> lines = new ArrayList<>();
    lines.add("\\begin{table*}[htp]");
    lines.add("\\resizebox{\\textwidth}{!}{");
    lines.add("\\begin{tabular}{l" + "r".repeat(columns.size() - 1) + "}");
    lines.add("\\toprule");
    lines.add(row(columns.stream().map(i -> table.header().get(i).value()).toList()));
    lines.add("\\midrule");
    for (List<Cell> row : table.rows()) {
      lines.add(row(columns.stream().map(i -> text(row.get(i))).toList()));
    }
    lines.add("\\bottomrule");
    lines.add("\\end{tabular}}");
    lines.add("\\caption{Results for " + caption + "}");
    lines.add("\\label{fig:" + caption + "}");
    lines.add("\\end{table*}");
    return String.join("\n", lines);
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" & ")) + " \\\\";
  }

  /** HELM leaves a zero out as it does a missing value. */
  private static String text(Cell cell) {
    if (cell.value() instanceof Double number) {
      return number == 0 ? "" : PythonNames.number(number);
    }
    return cell.value() == null ? "" : cell.value().toString();
  }
}
