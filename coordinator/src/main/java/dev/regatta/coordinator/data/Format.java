package dev.regatta.coordinator.data;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of files. */
enum Format {
  JSONL("jsonl", "ndjson") {
    @Override
    RowReader open(DataFile file, DataOptions options) throws IOException {
      return new JsonLinesReader(file, options);
    }
  },
  JSON("json") {
    @Override
    RowReader open(DataFile file, DataOptions options) throws IOException {
      return new JsonDocumentReader(file, options);
    }
  },
  CSV("csv") {
    @Override
    RowReader open(DataFile file, DataOptions options) throws IOException {
      return new DelimitedReader(file, options, ',');
    }
  },
  TSV("tsv") {
    @Override
    RowReader open(DataFile file, DataOptions options) throws IOException {
      return new DelimitedReader(file, options, '\t');
    }
  },
  TXT("txt", "text") {
    @Override
    RowReader open(DataFile file, DataOptions options) throws IOException {
      return new TextReader(file);
    }
  },
  PARQUET("parquet") {
    @Override
    RowReader open(DataFile file, DataOptions options) throws IOException {
      return new ParquetRows(file);
    }
  };

  private final List<String> extensions;

  Format(String... extensions) {
    this.extensions = List.of(extensions);
  }

  abstract RowReader open(DataFile file, DataOptions options) throws IOException;

  static Optional<Format> byExtension(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.extensions.stream().anyMatch(e -> name.endsWith("." + e)))
        .findFirst();
  }

  static Format of(DataFile file, DataOptions options) {
    if (options.format() != null) {
      return Arrays.stream(values())
          .filter(format -> format.extensions.contains(options.format().toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(() -> unknown("format " + options.format()));
    }
    return byExtension(file.name())
        .orElseThrow(() -> unknown("extension of " + file.label() + "; give its format"));
  }

  private static RegattaException unknown(String what) {
    List<String> names = Arrays.stream(values()).map(f -> f.extensions.get(0)).toList();
    return RegattaException.user("Unknown " + what + " (expected one of " + names + ")");
  }
}
