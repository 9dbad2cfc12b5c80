package dev.regatta.coordinator.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever RFC 4180 can write is read back. */
class DelimitedReaderProperties {

  @Provide
  Arbitrary<List<List<String>>> tables() {
    Arbitrary<String> field =
        Arbitraries.strings().withChars(",\"\n\r\t ab\u00e9\u4e2d\u2028").ofMaxLength(8);
    return Arbitraries.integers()
        .between(1, 4)
        .flatMap(width -> field.list().ofSize(width).list().ofMinSize(1).ofMaxSize(6));
  }

  @Property(tries = 200)
  void quotedFieldsComeBack(@ForAll("tables") List<List<String>> table) throws IOException {
    Path path = Files.createTempFile("table", ".csv");
    try {
      Files.writeString(
          path, table.stream().map(DelimitedReaderProperties::line).collect(Collectors.joining()));
      List<String> columns = new ArrayList<>();
      for (int i = 0; i < table.get(0).size(); i++) {
        columns.add("c" + i);
      }
      DataFile file = DataFile.of(path.toString(), path);
      List<List<Object>> read = new ArrayList<>();
      try (RowReader reader = Format.CSV.open(file, DataOptions.DEFAULT.withColumns(columns))) {
        for (Row row = reader.next(); row != null; row = reader.next()) {
          read.add(new ArrayList<>(row.values()));
        }
      }
      assertThat(read).isEqualTo(table);
    } finally {
      Files.delete(path);
    }
  }

  private static String line(List<String> fields) {
    return fields.stream()
        .map(field -> '"' + field.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(",", "", "\r\n"));
  }
}
