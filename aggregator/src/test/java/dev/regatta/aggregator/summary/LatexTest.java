package dev.regatta.aggregator.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers as Python prints them. */
class LatexTest {

  /** Expected values are those of Python's str. */
  @Test
  void numbersArePythons() {
    assertThat(PythonNames.number(1e-5)).isEqualTo("1e-05");
    assertThat(PythonNames.number(1e16)).isEqualTo("1e+16");
    assertThat(PythonNames.number(-123456789)).isEqualTo("-123456789.0");
    assertThat(PythonNames.number(Double.POSITIVE_INFINITY)).isEqualTo("inf");
    assertThat(PythonNames.number(Double.NEGATIVE_INFINITY)).isEqualTo("-inf");
  }

  /** The perplexity of an answer that the engine holds to be impossible. */
  @Test
  void anInfiniteCellIsWritten() {
    Table table =
        new Table(
            "t",
            List.of(HeaderCell.of("Model", null), HeaderCell.of("Perplexity", null)),
            List.of(List.of(Cell.of("m"), Cell.of(Double.POSITIVE_INFINITY))),
            List.of(),
            "t");
    assertThat(Latex.of(table, "t")).contains("m & inf \\\\");
  }

  /** As in {@code print(f"{value}")} and, within lists, {@code repr}. */
  @Test
  void argumentsArePythons() {
    JsonNode args =
        Json.read(
            "{\"rate\":1.0E-5,\"size\":1.0E8,\"half\":0.5,\"n\":3,\"list\":[\"it's\",\"is\",2.0E-7]}",
            JsonNode.class);
    assertThat(PythonNames.arguments(args))
        .isEqualTo(
            "rate: 1e-05, size: 100000000.0, half: 0.5, n: 3, list: [\"it's\", 'is', 2e-07]");
  }
}
