package dev.regatta.aggregator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.aggregator.annotation.Annotations;
import dev.regatta.aggregator.metric.Answer;
import dev.regatta.aggregator.metric.Generated;
import dev.regatta.aggregator.metric.RequestState;
import dev.regatta.aggregator.statistics.Context;
import dev.regatta.aggregator.statistics.RunStatistics;
import dev.regatta.aggregator.statistics.Statistic;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.DataAugmentation;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.ObjectSpec;
import dev.regatta.protocol.RunSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunScorerTest {
  @TempDir private Path directory;

  /** The first of them counts for some metrics, and sums of doubles hang on the order. */
  @Test
  void repeatsComeInTheOrderOfThePlan() throws IOException {
    List<List<JoinedRow>> forth = new ArrayList<>();
    List<List<JoinedRow>> back = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      List<JoinedRow> repeats =
          List.of(
              repeat(i, 0, "The answer is A", -0.1),
              repeat(i, 1, "The answer is B", -0.2),
              repeat(i, 2, "The answer is B", -0.3 - i));
      forth.add(new ArrayList<>(repeats));
      back.add(new ArrayList<>(repeats));
      Collections.reverse(back.get(i));
    }
    List<Statistic> statistics = statistics(run(3), forth);
    assertThat(statistics(run(3), back)).isEqualTo(statistics);
    assertThat(statistics)
        .filteredOn(one -> one.metric().equals("chain_of_thought_correctness"))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.stat().mean()).isEqualTo(1));
  }

  /** Ids are the user's: whether two of them that are equal come together is chance. */
  @Test
  void instancesOfOneIdStayApart() throws IOException {
    JoinedRow first = repeat(0, 0, "The answer is A", -0.1);
    JoinedRow second = repeat(1, 0, "The answer is B", -0.2);
    List<Statistic> apart = statistics(run(1), List.of(rows(first), rows(second)));
    assertThat(statistics(run(1), List.of(rows(first, second)))).isEqualTo(apart);
    assertThat(apart)
        .filteredOn(one -> one.metric().equals("num_instances"))
        .singleElement()
        .satisfies(one -> assertThat(one.stat().mean()).isEqualTo(2));
  }

  private static List<JoinedRow> rows(JoinedRow... rows) {
    return new ArrayList<>(List.of(rows));
  }

  private static RunSpec run(int trials) {
    String adapter = "{\"method\":\"generation\",\"num_trials\":%d}".formatted(trials);
    return new RunSpec(
        "run",
        "m",
        "",
        "s",
        new ObjectSpec("none", Map.of()),
        Json.read(adapter, AdapterSpec.class),
        DataAugmentation.NONE,
        List.of("chain_of_thought_correctness"),
        "chain_of_thought_correctness",
        List.of());
  }

  private List<Statistic> statistics(RunSpec run, List<List<JoinedRow>> instances)
      throws IOException {
    var path = new org.apache.hadoop.fs.Path(directory.resolve("scores").toUri());
    try (ScoreFile scores = new ScoreFile(path, new Configuration())) {
      RunScorer scorer = new RunScorer(run, Annotations.NONE, null, scores);
      for (List<JoinedRow> requests : instances) {
        scorer.score(UTF8String.fromString("id"), requests);
      }
      return RunStatistics.of(scorer.aggregate());
    }
  }

  private static JoinedRow repeat(int instance, int repeat, String text, double logprob) {
    Generated output = new Generated(text, logprob, "stop", 4, logprob, text.length());
    RequestState state =
        new RequestState(
            0,
            -1,
            null,
            2,
            List.of("right"),
            false,
            Map.of("A", "right", "B", "wrong"),
            0,
            false,
            new Answer(List.of(output), 10, 4, 0.1, Double.NaN));
    long number = 3L * instance + repeat;
    return new JoinedRow(
        UTF8String.fromString("request" + number),
        number,
        new Context("test", null, null),
        instance,
        state,
        false,
        new JoinedRow.Rank(false, false, 0, 1, "w"));
  }
}
