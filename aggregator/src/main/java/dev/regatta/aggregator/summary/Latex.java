package dev.regatta.aggregator.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table as HELM writes it for LaTeX. */
final class Latex {

  private Latex() {}

  static String of(Table table, String caption) {
    int columns = table.header().size();
    List<String> lines = new ArrayList<>();
    lines.add("\\begin{table*}[htp]");
    lines.add("\\resizebox{\\textwidth}{!}{");
    lines.add("\\begin{tabular}{l" + "r".repeat(columns - 1) + "}");
    lines.add("\\toprule");
    lines.add(row(table.header().stream().map(HeaderCell::value).toList()));
    lines.add("\\midrule");
    for (List<Cell> row : table.rows()) {
      lines.add(row(row.stream().map(Latex::text).toList()));
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
