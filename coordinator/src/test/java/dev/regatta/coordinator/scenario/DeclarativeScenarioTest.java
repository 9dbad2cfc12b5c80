package dev.regatta.coordinator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.config.Problems;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.sweep.SweepFixture;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarativeScenarioTest {
  @TempDir Path directory;

  @Test
  void fourWayQuestionsTakeFewLines() throws IOException {
    rows(
        """
        {"question": "2+2?", "choices": ["3", "4", "5", "6"], "answer": 1, "topic": "sums"}
        {"question": "3+3?", "choices": ["6", "4", "6", "7"], "answer": 2, "topic": "sums"}
        """);
    List<Instance> instances =
        instances("splits: {test: q.jsonl}\ninput: question\nreferences: choices\ncorrect: answer");
    assertThat(instances).extracting(Instance::id).containsExactly("id0", "id1");
    assertThat(correct(instances.get(0))).containsExactly("4");
    assertThat(instances.get(1).references())
        .as("an option is correct where its text is the right one's")
        .extracting(Reference::correct)
        .containsExactly(true, false, true, false);
    assertThat(instances.get(0).extra()).isEqualTo(Map.of("topic", "sums"));
  }

  @Test
  void idsRunOverAllSplitsAndFilteredRowsHaveNone() throws IOException {
    rows(
        """
        {"q": "a", "keep": true}
        {"q": "b", "keep": false}
        {"q": "c", "keep": true}
        {"q": "d", "keep": true}
        """);
    List<Instance> instances =
        instances(
            """
            splits:
              train: {source: q.jsonl, limit: 1}
              test: [{source: q.jsonl, skip: 1}, {source: q.jsonl, limit: 1}]
            filter: {keep: true}
            input: q
            references: "{q}!"
            """);
    assertThat(instances)
        .extracting(i -> i.id() + " " + i.split() + " " + i.input())
        .containsExactly("id0 train a", "id1 test c", "id2 test d", "id3 test a");
    assertThat(correct(instances.get(3))).containsExactly("a!");
  }

  /** The example of docs/scenarios.md. */
  @Test
  void rowsComeOutOfAnArchive() throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(directory.resolve("capitals.zip")))) {
      for (String name : List.of("dev/europe_dev", "test/europe_test", "test/asia_test")) {
        zip.putNextEntry(new ZipEntry(name + ".csv"));
        zip.write((name + "?,Rome,Oslo,Bern,Kyiv,B\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    List<Instance> instances =
        instances(
            """
            parameters: {region: europe}
            splits:
              train: "capitals.zip!dev/{region}_dev.csv"
              test: "capitals.zip!test/{region}_test.csv"
            columns: [question, a, b, c, d, answer]
            input: question
            references: [a, b, c, d]
            correct: answer
            """);
    assertThat(instances)
        .extracting(Instance::input)
        .containsExactly("dev/europe_dev?", "test/europe_test?");
    assertThat(correct(instances.get(1))).containsExactly("Oslo");
  }

  @Test
  void aMemberOfATarArchiveIsNamed() throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new GZIPOutputStream(Files.newOutputStream(directory.resolve("capitals.tar.gz"))))) {
      byte[] csv = "question,answer\nItaly?,Rome\n".getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry("test/europe.csv");
      entry.setSize(csv.length);
      tar.putArchiveEntry(entry);
      tar.write(csv);
      tar.closeArchiveEntry();
    }
    String rest = "input: question\nreferences: answer\n";
    assertThat(instances("splits: {test: capitals.tar.gz!test/europe.csv}\n" + rest))
        .extracting(Instance::input)
        .containsExactly("Italy?");
    assertThatThrownBy(() -> instances("splits: {test: none.tar.gz!test/europe.csv}\n" + rest))
        .hasMessageContaining("no such file " + directory.resolve("none.tar.gz"));
  }

  @Test
  void textsAreMadeOfColumnsFiltersAndReplacements() throws IOException {
    rows("{\"a\": {\"b\": [\"x\", \"y z\"]}, \"n\": 1.5, \"key\": 7, \"part\": \"p\"}\n");
    Instance instance =
        instances(
                """
                splits: {test: q.jsonl}
                id: "q-{key}"
                sub_split: part
                input: "{{}{a.b[1] | capitalize} {n}"
                references: ["{a.b[0] | upper}", a.b]
                replace:
                  - {text: z, with: Z, in: input}
                  - {regex: "(x)", with: "<$1>", in: references}
                """)
            .get(0);
    assertThat(instance.input()).isEqualTo("{}Y Z 1.5");
    assertThat(instance.id()).isEqualTo("q-7");
    assertThat(instance.subSplit()).isEqualTo("p");
    assertThat(instance.references())
        .extracting(Reference::text)
        .containsExactly("X", "<x>", "y z");
  }

  @Test
  void labelsStandForValues() throws IOException {
    rows("{\"q\": \"a\", \"label\": false}\n");
    String start = "splits: {test: q.jsonl}\ninput: q\n";
    String labels = "correct: {column: label, labels: {true: Yes, false: No}}\n";
    assertThat(instances(start + labels).get(0).references())
        .containsExactly(new Reference("No", List.of("correct")));
    assertThat(instances(start + labels + "choices: [Yes, No]\n").get(0).references())
        .containsExactly(new Reference("Yes", List.of()), new Reference("No", List.of("correct")));
  }

  @Test
  void turnsOfAChatAreKept() throws IOException {
    rows("{\"turns\": [{\"role\": \"user\", \"content\": \"Hi\"}]}\n");
    assertThat(instances("splits: {test: q.jsonl}\nmessages: turns\n").get(0).messages())
        .containsExactly(new Message("user", "Hi"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "auto;1;b",
        "auto;\"b\";b",
        "auto;\"C\";c",
        "auto;\"0\";a",
        "letter;\"B\";b",
        "index;2;c",
        "number;1;a",
        "text;\"a\";a",
        "text;[\"a\", \"c\"];a,c"
      })
  void theCorrectOptionIsTold(String as, String value, String expected) throws IOException {
    rows("{\"q\": \"x\", \"o\": [\"a\", \"b\", \"c\"], \"v\": " + value + "}\n");
    if (as.equals("auto") && value.equals("\"b\"")) {
      assertThat(correct(instances(choice("auto")).get(0))).containsExactly("b");
    }
    assertThat(String.join(",", correct(instances(choice(as)).get(0)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "auto;\"1\";[\"1\", \"2\"];say correct.as",
        "auto;\"x\";[\"a\", \"b\"];column v is x (expected the text of an option, a letter or an index from 0)",
        "index;2;[\"a\", \"b\"];column v is 2 (expected an index from 0 to 1)",
        "letter;\"C\";[\"a\", \"b\"];column v is C (expected a letter from A to B)",
        "text;\"c\";[\"a\", \"b\"];column v is c (expected the text of an option)",
        "text;null;[\"a\", \"b\"];column v is null"
      })
  void anUnclearAnswerIsRefusedWithItsPlace(String as, String value, String options, String message)
      throws IOException {
    rows("{\"q\": \"x\", \"o\": " + options + ", \"v\": " + value + "}\n");
    assertThatThrownBy(() -> instances(choice(as)))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("q.jsonl:1: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"letter,D,d", "index,3,d", "number,4,d", "auto,D,d"})
  void anOptionThatIsMissingMovesNoOther(String as, String value, String expected)
      throws IOException {
    rows("{\"q\": \"x\", \"o\": [\"a\", null, \"c\", \"d\"], \"v\": \"" + value + "\"}\n");
    Instance ofList = instances(choice(as)).get(0);
    assertThat(correct(ofList)).containsExactly(expected);
    assertThat(ofList.references()).extracting(Reference::text).containsExactly("a", "c", "d");

    rows(
        "{\"q\": \"x\", \"a\": \"a\", \"b\": null, \"c\": \"c\", \"d\": \"d\", \"v\": \""
            + value
            + "\"}\n");
    Instance ofColumns =
        instances(
                "splits: {test: q.jsonl}\ninput: q\nreferences: [a, b, c, d]\n"
                    + "correct: {column: v, as: "
                    + as
                    + "}\n")
            .get(0);
    assertThat(correct(ofColumns)).containsExactly(expected);
    assertThat(ofColumns.references()).extracting(Reference::text).containsExactly("a", "c", "d");
  }

  @Test
  void aCorrectOptionThatIsMissingIsRefused() throws IOException {
    rows("{\"q\": \"x\", \"o\": [\"a\", null], \"v\": \"B\"}\n");
    assertThatThrownBy(() -> instances(choice("letter")))
        .hasMessageContaining(
            "q.jsonl:1: column v is B (expected a letter from A to B, of an option that is not null");
  }

  @Test
  void numbersAreWrittenOut() throws IOException {
    rows("{\"q\": [0.0005, 12345678.5, 1e7, 2.0, 1e300], \"o\": 0.00025}\n");
    Instance instance =
        instances(
                "splits: {test: q.jsonl}\ninput: \"{q[0]} {q[1]} {q[2]} {q[3]} {q[4]}\"\n"
                    + "references: o\n")
            .get(0);
    assertThat(instance.input()).isEqualTo("0.0005 12345678.5 10000000.0 2.0 1e+300");
    assertThat(correct(instance)).containsExactly("0.00025");
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, nan",
    "Infinity, inf",
    "-Infinity, -inf",
    "-0.0, -0.0",
    "1e16, 1e+16",
    "-1.5e-7, -1.5e-07"
  })
  void numbersAreThoseOfPython(double number, String text) {
    assertThat(Decimals.text(number)).isEqualTo(text);
  }

  @Test
  void aMissingColumnIsToldWithItsRow() throws IOException {
    rows("{\"q\": \"a\"}\n{\"p\": \"b\"}\n");
    assertThatThrownBy(() -> instances("splits: {test: q.jsonl}\ninput: q\nreferences: q\n"))
        .hasMessageContaining("q.jsonl:2: no column q (expected one of p)");
  }

  private static String choice(String as) {
    return "splits: {test: q.jsonl}\ninput: q\nreferences: o\ncorrect: {column: v, as: "
        + as
        + "}\n";
  }

  private static List<String> correct(Instance instance) {
    return instance.allCorrect().stream().map(Reference::text).toList();
  }

  private void rows(String jsonLines) throws IOException {
    Files.writeString(directory.resolve("q.jsonl"), jsonLines);
  }

  private List<Instance> instances(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("mine.yaml"), yaml);
    Problems problems = new Problems();
    ScenarioFile source =
        SweepFixture.catalog(directory.resolve("cache"))
            .find(file.toString(), directory, problems)
            .orElseThrow();
    ScenarioDefinition filled = source.filled(Map.of());
    problems.throwIfAny();
    try (Stream<Instance> stream = source.open(filled, Map.of()).instances()) {
      return stream.toList();
    }
  }
}
