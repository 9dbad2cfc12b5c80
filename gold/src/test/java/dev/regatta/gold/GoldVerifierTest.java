package dev.regatta.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tool that squares numbers, compared with cases of another one. */
class GoldVerifierTest {
  private static final GoldCheck SQUARES =
      new LinesCheck(
          "squares",
          "squares of numbers",
          "squares",
          Set.of("x", "square"),
          file ->
              gold -> {
                double x = gold.number("x");
                gold.close("square", () -> x * x, Tolerance.USUAL);
                if (gold.has("root")) {
                  gold.unknown("root", "no roots here");
                }
              });

  @TempDir private Path directory;

  @Test
  void countsWhatAgreesAndKeepsTheFirstDifference() throws IOException {
    write(
        "squares.jsonl",
        "{\"id\": \"a\", \"x\": 3, \"square\": 9}",
        "{\"id\": \"b\", \"x\": 4, \"square\": 17, \"root\": 2}",
        "{\"x\": 5, \"square\": 26}",
        "{\"x\": \"nan\", \"square\": null}");
    GoldReport report = verify();
    assertThat(report.allPassed()).isFalse();
    assertThat(report.passed()).isEqualTo(2);
    assertThat(report.total()).isEqualTo(4);
    assertThat(report.unknown()).isEqualTo(1);
    List<PartResult> parts = report.results().get(0).parts();
    assertThat(parts).extracting(PartResult::part).containsExactly("square", "root");
    assertThat(parts.get(0).differences())
        .containsExactly(
            new Difference("b (line 2)", "17.0", "16.0"), new Difference("line 3", "26.0", "25.0"));
    assertThat(parts.get(1).total()).isZero();
    assertThat(parts.get(1).reason()).isEqualTo("no roots here");
  }

  @Test
  void aBrokenLineIsAFailedCaseAndHidesNoOther() throws IOException {
    write(
        "squares.jsonl",
        "{\"x\": 3, \"square\": 9",
        "{\"x\": 3}",
        "[1]",
        "{\"x\": \"three\", \"square\": 9}",
        "",
        "{\"x\": 3, \"square\": 9}");
    List<PartResult> parts = verify().results().get(0).parts();
    assertThat(parts).extracting(PartResult::part).containsExactly("(lines)", "square");
    assertThat(parts.get(0).differences())
        .extracting(Difference::where)
        .containsExactly("line 1", "line 2", "line 3", "line 4");
    assertThat(parts.get(0).differences().get(1).found()).isEqualTo("no field square");
    assertThat(parts.get(0).differences().get(3).found()).contains("'three'");
    assertThat(parts.get(1).passed()).isEqualTo(1);
  }

  @Test
  void bytesThatAreNoTextSpoilTheirLineOnly() throws IOException {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : "{\"x\": \"".getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b);
    }
    bytes.add((byte) 0xff);
    for (byte b : "\"}\n{\"x\": 2, \"square\": 4}\n".getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b);
    }
    byte[] content = new byte[bytes.size()];
    for (int i = 0; i < content.length; i++) {
      content[i] = bytes.get(i);
    }
    Files.write(directory.resolve("squares.jsonl"), content);
    GoldReport report = verify();
    assertThat(report.passed()).isEqualTo(1);
    assertThat(report.total()).isEqualTo(2);
  }

  @Test
  void anEmptyFileFails() throws IOException {
    write("squares.jsonl");
    assertThat(verify().allPassed()).isFalse();
  }

  @Test
  void whatACaseThrowsIsItsDifference() throws IOException {
    write("squares.jsonl", "{\"x\": 1, \"square\": 1}", "{\"x\": 2, \"square\": 4}");
    GoldCheck odd =
        new LinesCheck(
            "odd",
            "only odd numbers",
            "squares",
            Set.of("x"),
            file ->
                gold ->
                    gold.close(
                        "square",
                        () -> {
                          if (gold.whole("x") % 2 == 0) {
                            throw new IllegalStateException("even");
                          }
                          return 1;
                        },
                        Tolerance.EXACT));
    GoldReport report =
        new GoldVerifier(List.of(odd)).verify(directory, Optional.empty(), file -> {});
    PartResult part = report.results().get(0).parts().get(0);
    assertThat(part.passed()).isEqualTo(1);
    assertThat(part.differences()).containsExactly(new Difference("line 2", "4.0", "even"));
  }

  @Test
  void findsFilesBelowByNameOrContentAndTellsOfOthers() throws IOException {
    write("deep/squares_2.jsonl", "broken");
    write("deep/other.jsonl", "{\"x\": 2, \"square\": 4, \"more\": 1}");
    write("deep/cubes.jsonl", "{\"x\": 2, \"cube\": 8}");
    write("deep/squares_2_data_train.jsonl", "{\"x\": 2}");
    write("data/unrelated.jsonl", "{\"question\": \"\"}");
    write("gold_roots/roots.csv", "x,root");
    GoldReport report = verify();
    assertThat(report.results())
        .extracting(GoldResult::file)
        .containsExactly("deep/other.jsonl", "deep/squares_2.jsonl");
    assertThat(report.unrecognised()).containsExactly("deep/cubes.jsonl", "gold_roots");
  }

  @Test
  void onlyChoosesByFileOrKind() throws IOException {
    write("a/squares.jsonl", "{\"x\": 2, \"square\": 4}");
    write("b/squares.jsonl", "{\"x\": 2, \"square\": 4}");
    GoldVerifier verifier = new GoldVerifier(List.of(SQUARES));
    assertThat(verifier.verify(directory, Optional.of("A/"), file -> {}).results()).hasSize(1);
    assertThat(verifier.verify(directory, Optional.of("squares"), file -> {}).results()).hasSize(2);
    assertThatThrownBy(() -> verifier.verify(directory, Optional.of("cubes"), file -> {}))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("--only cubes")
        .hasMessageContaining("a/squares.jsonl");
  }

  @Test
  void wrongDirectoriesAreNamed() {
    GoldVerifier verifier = new GoldVerifier(List.of(SQUARES));
    Path none = directory.resolve("none");
    assertThatThrownBy(() -> verifier.verify(none, Optional.empty(), file -> {}))
        .hasMessageContaining("none: no such directory");
    assertThatThrownBy(() -> verifier.verify(directory, Optional.empty(), file -> {}))
        .hasMessageContaining("no gold in it")
        .hasMessageContaining("squares");
  }

  @Test
  void longTextsAreShownAroundTheDifference() {
    Findings findings = new Findings();
    String same = "word ".repeat(100);
    findings.equal("text", "case", same + "left", () -> same + "right\n");
    Difference difference = findings.results().get(0).differences().get(0);
    assertThat(difference.expected()).startsWith("…").endsWith("word left").hasSizeLessThan(70);
    assertThat(difference.found()).endsWith("word right\\n");
  }

  @Test
  void companionsLieBesideTheGoldOrInADirectoryOfData() throws IOException {
    write("gold/squares.jsonl");
    write("data/lists/words.json");
    write("other/lists/words.json");
    Path gold = directory.resolve("gold/squares.jsonl");
    Companions beside = new Companions(Optional.empty());
    assertThat(beside.find(gold, "lists/words.json"))
        .contains(directory.resolve("data/lists/words.json"));
    assertThat(beside.find(gold, "lists/names.json")).isEmpty();
    assertThat(
            new Companions(Optional.of(directory.resolve("other"))).find(gold, "lists/words.json"))
        .contains(directory.resolve("other/lists/words.json"));
  }

  private GoldReport verify() {
    return new GoldVerifier(List.of(SQUARES)).verify(directory, Optional.empty(), file -> {});
  }

  private void write(String name, String... lines) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }
}
