package dev.regatta.coordinator.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.coordinator.adapt.AdapterOverrides;
import dev.regatta.coordinator.config.KeyTable;
import dev.regatta.coordinator.scenario.ScenarioDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The documentation says what the records say. To write it anew after a change of the records, run
 * this test with {@code -Dregatta.docs.write=true}.
 */
class DocumentationTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final boolean WRITE = Boolean.getBoolean("regatta.docs.write");
  private static final List<Class<?>> TABLES =
      List.of(
          SweepFile.class,
          SweepFile.Model.class,
          SweepFile.ModelSource.class,
          SweepFile.ModelTokenizer.class,
          RuntimeOptions.LlamaCpp.class,
          RuntimeOptions.OpenAi.class,
          RuntimeOptions.Simulated.class,
          SweepFile.ScenarioEntry.class,
          SweepFile.Variant.class,
          SweepFile.PerturbationEntry.class,
          SweepFile.Defaults.class,
          SweepFile.Budget.class,
          AdapterOverrides.class,
          ScenarioDefinition.class,
          ScenarioDefinition.Splits.class,
          ScenarioDefinition.DataSource.class,
          ScenarioDefinition.Correct.class,
          ScenarioDefinition.Replacement.class);

  @Test
  void schemasAreThoseOfTheRecords() throws IOException {
    assertWritten("sweep.schema.json", SweepSchema.generate());
    assertWritten("scenario.schema.json", SweepSchema.generateScenario());
  }

  @Test
  void keyTablesAreThoseOfTheRecords() throws IOException {
    String text = Files.readString(DOCS.resolve("sweep-file.md"));
    for (Class<?> type : TABLES) {
      String table = KeyTable.of(type);
      String begin = "<!-- keys: " + type.getSimpleName() + " -->\n";
      assertThat(text).contains(begin);
      text =
          Pattern.compile(Pattern.quote(begin) + ".*?<!-- end -->", Pattern.DOTALL)
              .matcher(text)
              .replaceFirst(Matcher.quoteReplacement(begin + table + "<!-- end -->"));
    }
    assertWritten("sweep-file.md", text);
  }

  private static void assertWritten(String name, String expected) throws IOException {
    Path file = DOCS.resolve(name);
    if (WRITE) {
      Files.writeString(file, expected);
    }
    assertThat(file).content().isEqualTo(expected);
  }
}
