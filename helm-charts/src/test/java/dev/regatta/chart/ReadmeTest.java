package dev.regatta.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Writes the table where the property {@code chart.readme} is {@code write}, as CONTRIBUTING.md
 * says.
 */
class ReadmeTest {
  private static final Path README = Chart.DIRECTORY.resolve("README.md");
  private static final String BEGIN = "<!-- values: made from values.yaml -->\n";
  private static final String END = "<!-- end of values -->\n";

  private final ValuesTable table;

  ReadmeTest() throws IOException {
    table = ValuesTable.of(Files.readString(Chart.DIRECTORY.resolve("values.yaml")));
  }

  @Test
  void theCommittedTableIsTheOneOfTheValues() throws IOException {
    String readme = Files.readString(README);
    String current =
        readme.substring(0, readme.indexOf(BEGIN) + BEGIN.length())
            + table.markdown()
            + readme.substring(readme.indexOf(END));
    if ("write".equals(System.getProperty("chart.readme"))) {
      Files.writeString(README, current);
    }

    assertThat(README).content().isEqualTo(current);
  }

  @Test
  void everyValueHasADescription() {
    assertThat(table.rows()).hasSizeGreaterThan(50);
    assertThat(table.rows()).filteredOn(row -> row.description().isBlank()).isEmpty();
  }

  @Test
  void aKeyWithoutCommentAmongOthersIsNoticed() {
    ValuesTable table =
        ValuesTable.of(
            """
            # About the file.

            # How many.
            replicas: 1
            plain: {cpu: 1}
            group:
              # What it
              # is for.
              first: [a, "b|c"]
              second: ""
            """);

    assertThat(table.rows())
        .containsExactly(
            new ValuesTable.Row("replicas", "1", "How many."),
            new ValuesTable.Row("plain", "{\"cpu\":1}", ""),
            new ValuesTable.Row("group.first", "[\"a\",\"b\\|c\"]", "What it is for."),
            new ValuesTable.Row("group.second", "\"\"", ""));
  }
}
