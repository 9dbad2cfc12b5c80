package dev.regatta.aggregator.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class SliceTest {
  private static final String SWEEP = "sweep";
  private static final int ROWS = 10_000;

  @Test
  void aSliceHasWhatMayAnswerItsRequests() {
    List<RowGroup> requests = requests("m", 12);
    List<RowGroup> completions = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      completions.add(completions("m", SWEEP, i * ROWS - 500L, (i + 1) * ROWS + 500L));
    }
    Collections.shuffle(requests, new Random(1));
    List<Slice> slices = cut(Map.of("m", 12L * ROWS), requests, completions);
    assertThat(slices).hasSize(2);
    assertThat(slices)
        .extracting(slice -> slice.requests().stream().map(RowGroup::least).toList())
        .containsExactly(
            List.of(0L, 10_000L, 20_000L, 30_000L, 40_000L, 50_000L),
            List.of(60_000L, 70_000L, 80_000L, 90_000L, 100_000L, 110_000L));
    assertThat(slices.get(0).completions()).isEqualTo(completions.subList(0, 7));
    assertThat(slices.get(1).completions()).isEqualTo(completions.subList(5, 12));
  }

  @Test
  void thereAreSlicesForEveryCore() {
    List<RowGroup> completions = List.of(completions("m", SWEEP, 0, 4L * ROWS));
    assertThat(Slice.cut(SWEEP, Map.of("m", 4L * ROWS), requests("m", 4), completions, 2))
        .extracting(slice -> slice.requests().size())
        .containsExactly(2, 2);
  }

  @Test
  void modelsHaveOrdinalsOfTheirOwn() {
    List<RowGroup> requests =
        Stream.concat(requests("a", 1).stream(), requests("b", 1).stream()).toList();
    RowGroup ofA = completions("a", SWEEP, 0, ROWS);
    RowGroup ofB = completions("b", SWEEP, 0, ROWS);
    assertThat(cut(Map.of("a", 1L * ROWS, "b", 1L * ROWS), requests, List.of(ofB, ofA)))
        .extracting(Slice::completions)
        .containsExactly(List.of(ofA), List.of(ofB));
  }

  @Test
  void answersOfOtherSweepsAreLeftOutOnlyWhereNoneIsOwed() {
    List<RowGroup> requests = requests("m", 1);
    RowGroup own = completions("m", SWEEP, 0, ROWS);
    RowGroup foreign = completions("m", "another", 0, ROWS);
    RowGroup mixed = completions("m", null, 0, ROWS);
    List<Slice> alone = cut(Map.of("m", 1L * ROWS), requests, List.of(own));
    assertThat(alone).hasSize(1);
    for (RowGroup others : List.of(foreign, mixed)) {
      assertThat(cut(Map.of("m", 1L * ROWS), requests, List.of(own, others))).isEqualTo(alone);
      assertThat(cut(Map.of("m", ROWS + 1L), requests, List.of(own, others))).isEmpty();
    }
    RowGroup withAFailure =
        new RowGroup(own.file(), 0, 0, 1, ROWS, "m", SWEEP, 0, ROWS - 1, 1, 1_000);
    assertThat(cut(Map.of("m", 1L * ROWS), requests, List.of(withAFailure, foreign))).isEmpty();
    assertThat(cut(Map.of("m", 1L * ROWS), requests, List.of(withAFailure))).hasSize(1);
  }

  @Test
  void completionsInAnyOrderAreNotReadForEachSlice() {
    List<RowGroup> requests = requests("m", 30);
    List<RowGroup> completions = Collections.nCopies(30, completions("m", SWEEP, 0, 30L * ROWS));
    assertThat(cut(Map.of("m", 30L * ROWS), requests, completions)).isEmpty();
  }

  @Test
  void requestsThatDoNotFitInMemoryOrTellNoModelAreNotCut() {
    RowGroup large =
        new RowGroup(file("m"), 0, 0, 1, ROWS, "m", null, 0, ROWS - 1, ROWS, Slice.MOST_BYTES + 1);
    RowGroup unknown = new RowGroup(file("m"), 0, 0, 1, ROWS, null, null, 0, ROWS - 1, ROWS, 1);
    List<RowGroup> completions = List.of(completions("m", SWEEP, 0, ROWS));
    assertThat(cut(Map.of("m", 1L * ROWS), List.of(large), completions)).isEmpty();
    assertThat(cut(Map.of("m", 1L * ROWS), List.of(unknown), completions)).isEmpty();
  }

  private static List<Slice> cut(
      Map<String, Long> distinct, List<RowGroup> requests, List<RowGroup> completions) {
    return Slice.cut(SWEEP, distinct, requests, completions, 1);
  }

  private static List<RowGroup> requests(String model, int groups) {
    List<RowGroup> requests = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      long least = 1L * i * ROWS;
      requests.add(
          new RowGroup(
              file(model), i, i, 1, ROWS, model, null, least, least + ROWS - 1, ROWS, 1_000));
    }
    return requests;
  }

  private static RowGroup completions(String model, String sweep, long least, long until) {
    return new RowGroup(
        file(model), 0, 0, 1, ROWS, model, sweep, least, until - 1, 0, Slice.MOST_BYTES);
  }

  private static FileStatus file(String name) {
    return new FileStatus(1, false, 1, 1, 0, new Path("/" + name));
  }
}
