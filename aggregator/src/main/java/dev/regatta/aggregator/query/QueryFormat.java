package dev.regatta.aggregator.query;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How the rows of a query are written. */
public enum QueryFormat {
  /** Aligned columns, for people. Holds the rows in memory to measure them. */
  TABLE,
  /** RFC 4180, with a header. */
  CSV,
  /** One array of objects. */
  JSON,
  /** A table of GitHub's Markdown. */
  MARKDOWN,
  /** A Parquet file. */
  PARQUET;

  private static final int WIDEST = 60;

  /**
   * Runs a query and writes its rows; for all formats but {@link #PARQUET}.
   *
   * @see StoreQuery#copyTo
   */
  public StoreQuery.Outcome write(StoreQuery query, String sql, PrintStream out) {
    return switch (this) {
      case TABLE -> query.query(sql, (rows, most) -> table(rows, most, out));
      case CSV -> query.query(sql, (rows, most) -> csv(rows, most, out));
      case JSON -> query.queryJson(sql, (rows, most) -> json(rows, most, out));
      case MARKDOWN -> query.query(sql, (rows, most) -> markdown(rows, most, out));
      case PARQUET -> throw new IllegalArgumentException("Parquet is written by copyTo");
    };
  }

  private static long csv(ResultSet rows, long most, PrintStream out) throws SQLException {
    out.println(String.join(",", names(rows).stream().map(QueryFormat::csvCell).toList()));
    long count = 0;
    while (count < most && rows.next()) {
      out.println(String.join(",", cells(rows).stream().map(QueryFormat::csvCell).toList()));
      count++;
    }
    return count;
  }

  private static String csvCell(String cell) {
    return cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  private static long json(ResultSet rows, long most, PrintStream out) throws SQLException {
    long count = 0;
    out.print("[");
    while (count < most && rows.next()) {
      out.print(count == 0 ? "\n" : ",\n");
      out.print(rows.getString(1));
      count++;
    }
    out.println(count == 0 ? "]" : "\n]");
    return count;
  }

  private static long markdown(ResultSet rows, long most, PrintStream out) throws SQLException {
    List<String> names = names(rows);
    out.println("| " + String.join(" | ", names) + " |");
    out.println("|" + " --- |".repeat(names.size()));
    long count = 0;
    while (count < most && rows.next()) {
      List<String> cells =
          cells(rows).stream().map(c -> c.replace("|", "\\|").replace("\n", "<br>")).toList();
      out.println("| " + String.join(" | ", cells) + " |");
      count++;
    }
    return count;
  }

  private static long table(ResultSet rows, long most, PrintStream out) throws SQLException {
    List<List<String>> lines = new ArrayList<>();
    lines.add(names(rows));
    while (lines.size() <= most && rows.next()) {
      lines.add(cells(rows).stream().map(QueryFormat::shortened).toList());
    }
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (int row = 0; row < lines.size(); row++) {
      out.println(aligned(lines.get(row), widths));
      if (row == 0) {
        out.println(aligned(lines.get(0).stream().map(n -> "").toList(), widths, '-'));
      }
    }
    return lines.size() - 1;
  }

  private static String aligned(List<String> cells, int[] widths) {
    return aligned(cells, widths, ' ').stripTrailing();
  }

  private static String aligned(List<String> cells, int[] widths, char filler) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : "  ").append(cells.get(i));
      line.append(String.valueOf(filler).repeat(widths[i] - cells.get(i).length()));
    }
    return line.toString();
  }

  private static String shortened(String cell) {
    String line = cell.replace("\n", "\u23ce");
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "\u2026";
  }

  private static List<String> names(ResultSet rows) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      names.add(rows.getMetaData().getColumnLabel(i));
    }
    return names;
  }

  private static List<String> cells(ResultSet rows) throws SQLException {
    List<String> cells = new ArrayList<>();
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      String cell = rows.getString(i);
      cells.add(cell == null ? "" : cell);
    }
    return cells;
  }
}
