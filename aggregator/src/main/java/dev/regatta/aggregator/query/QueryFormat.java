package dev.regatta.aggregator.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.regatta.aggregator.query.QueryResult.ResultColumn;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Ways to write the result of a query. Text is UTF-8; the stream stays open. */
public enum QueryFormat {
  /** Aligned columns for a terminal; long values are cut. Holds the whole result in memory. */
  TABLE {
    @Override
    void print(QueryResult result, Writer out) throws IOException {
      TextTable.print(result, out);
    }
  },
  /** With a header (RFC 4180); null is an empty field, nested values are JSON. */
  CSV {
    @Override
    void print(QueryResult result, Writer out) throws IOException {
      CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180);
      csv.printRecord(names(result));
      for (List<Object> row : result) {
        for (Object value : row) {
          csv.print(value == null ? null : text(value));
        }
        csv.println();
      }
      csv.flush();
    }
  },
  /** An array of objects, one a line. Numbers that JSON lacks are the strings NaN, Infinity. */
  JSON {
    @Override
    void print(QueryResult result, Writer out) throws IOException {
      JsonGenerator json = Json.MAPPER.createGenerator(out);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartArray();
      for (List<Object> row : result) {
        json.writeRaw('\n');
        json.writeStartObject();
        for (int i = 0; i < row.size(); i++) {
          json.writeObjectField(result.columns().get(i).name(), row.get(i));
        }
        json.writeEndObject();
      }
      json.writeRaw('\n');
      json.writeEndArray();
      json.writeRaw('\n');
      json.flush();
    }
  },
  /** A table for a README or an issue. */
  MARKDOWN {
    @Override
    void print(QueryResult result, Writer out) throws IOException {
      List<String> names = names(result);
      line(out, names);
      line(out, result.columns().stream().map(c -> TextTable.numeric(c) ? "---:" : "---").toList());
      for (List<Object> row : result) {
        line(out, row.stream().map(value -> value == null ? "" : text(value)).toList());
      }
    }

    private void line(Writer out, List<String> cells) throws IOException {
      out.write(
          cells.stream()
              .map(cell -> cell.replace("|", "\\|").replaceAll("\\R", " "))
              .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
  },
  /** A Parquet file with the types of the query; EXPLAIN has none. */
  PARQUET {
    @Override
    public void write(QueryResult result, OutputStream out) {
      try {
        out.write(result.parquet());
        out.flush();
      } catch (IOException e) {
        throw unwritten(e);
      }
    }
  };

  /** Writes all rows of a result. */
  public void write(QueryResult result, OutputStream out) {
    try {
      Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
      print(result, writer);
      writer.flush();
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  void print(QueryResult result, Writer out) throws IOException {
    throw new IllegalStateException(name() + " is no text");
  }

  /** Nested values as JSON, all others as they are. */
  static String text(Object value) {
    return value instanceof List || value instanceof Map ? Json.text(value) : value.toString();
  }

  private static List<String> names(QueryResult result) {
    return result.columns().stream().map(ResultColumn::name).toList();
  }

  private static RegattaException unwritten(IOException e) {
    return RegattaException.resource("Cannot write the result: " + e.getMessage(), e);
  }
}
