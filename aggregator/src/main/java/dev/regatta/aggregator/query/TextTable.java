package dev.regatta.aggregator.query;

import dev.regatta.aggregator.query.QueryResult.ResultColumn;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Aligned columns for a terminal. */
final class TextTable {
  private static final int MAX_WIDTH = 60;
  private static final Set<String> NUMERIC =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "FLOAT",
          "DOUBLE");

  private TextTable() {}

  static boolean numeric(ResultColumn column) {
    return NUMERIC.contains(column.type()) || column.type().startsWith("DECIMAL");
  }

  static void print(QueryResult result, Writer out) throws IOException {
    List<ResultColumn> columns = result.columns();
    boolean plan = columns.size() == 2 && columns.get(0).name().equals("explain_key");
    List<List<String>> lines = new ArrayList<>();
    for (List<Object> row : result) {
      if (plan) {
        out.write(row.get(1) + "\n");
      } else {
        lines.add(row.stream().map(TextTable::cell).toList());
      }
    }
    if (plan) {
      return;
    }
    List<String> header = columns.stream().map(column -> cell(column.name())).toList();
    int[] widths = widths(header, lines);
    line(out, header, widths, columns);
    line(out, Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths, columns);
    for (List<String> line : lines) {
      line(out, line, widths, columns);
    }
    out.write(footer(result));
  }

  private static String footer(QueryResult result) {
    String rows = result.count() == 1 ? "1 row" : result.count() + " rows";
    return result.truncated()
        ? "(the first " + rows + "; the row limit left out the others)\n"
        : "(" + rows + ")\n";
  }

  /** Control characters could steer the terminal. */
  private static String cell(Object value) {
    if (value == null) {
      return "NULL";
    }
    String text = QueryFormat.text(value).replaceAll("\\p{Cntrl}", " ");
    return width(text) <= MAX_WIDTH
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_WIDTH - 1)) + "…";
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static int[] widths(List<String> header, List<List<String>> lines) {
    int[] widths = header.stream().mapToInt(TextTable::width).toArray();
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(line.get(i)));
      }
    }
    return widths;
  }

  private static void line(Writer out, List<String> cells, int[] widths, List<ResultColumn> columns)
      throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - width(cells.get(i)));
      line.append(i == 0 ? "" : "  ");
      line.append(numeric(columns.get(i)) ? padding + cells.get(i) : cells.get(i) + padding);
    }
    out.write(line.toString().stripTrailing() + "\n");
  }
}
