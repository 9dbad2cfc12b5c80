package dev.regatta.aggregator.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.TableReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lands. */
class SinkTest extends SinkFixture {
  @Test
  void everyRequestLandsOnceWhateverTheOrderAndWhateverIsBroken() {
    for (long i = 0; i < 1000; i++) {
      send(Completions.answer("org/a", i));
      send(i % 3 == 0 ? Completions.failed("b", i) : Completions.answer("b", i));
      send(Completions.answer("org/a", i / 2));
    }
    sendRaw("not json");
    sendRaw("{\"model\":\"b\",\"ordinal\":7}");
    sendRaw(null);
    sendRaw("null");
    Sink sink = start(store, SMALL);
    awaitLanded();

    assertThat(ordinals("org/a")).containsExactlyElementsOf(upTo(1000));
    assertThat(ordinals("b")).containsExactlyElementsOf(upTo(1000));
    assertThat(sink.landed()).isEqualTo(2000);
    assertThat(sink.duplicates()).isEqualTo(1000);
    assertThat(sink.unreadable()).isEqualTo(4);
    List<String> dead = store.list("completions/_unreadable");
    String lines =
        dead.stream()
            .map(
                name ->
                    new String(
                        store.get("completions/_unreadable/" + name).orElseThrow(),
                        StandardCharsets.UTF_8))
            .reduce("", String::concat);
    assertThat(lines.lines()).hasSize(4);
    assertThat(lines).contains("not json", "lacks requestId");
  }

  /** Outcomes in any order, with a sink that is started anew in between. */
  @Test
  void anAnswerSupersedesAQuarantineAndNothingComesAfterIt() {
    Random random = new Random(5);
    List<List<Boolean>> outcomes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      outcomes.add(Stream.generate(random::nextBoolean).limit(random.nextInt(1, 6)).toList());
    }
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < outcomes.size(); i++) {
        if (round < outcomes.get(i).size()) {
          boolean answered = outcomes.get(i).get(round);
          send(answered ? Completions.answer("m", i) : Completions.failed("m", i));
        }
      }
      if (round == 0 || round == 2) {
        start(store, SMALL);
        awaitLanded();
        sinks.get(sinks.size() - 1).close();
      }
    }
    start(store, SMALL);
    awaitLanded();
    assertThat(outcomes("m"))
        .isEqualTo(
            IntStream.range(0, outcomes.size())
                .boxed()
                .collect(Collectors.toMap(i -> (long) i, i -> landed(outcomes.get(i)))));
  }

  /** What is to land of a request's outcomes (true: an answer), sorted. */
  private static List<Boolean> landed(List<Boolean> outcomes) {
    List<Boolean> landed = new ArrayList<>();
    if (!outcomes.get(0)) {
      landed.add(false);
    }
    if (outcomes.contains(true)) {
      landed.add(true);
    }
    return landed;
  }

  private Map<Long, List<Boolean>> outcomes(String model) {
    Map<Long, List<Boolean>> outcomes = new HashMap<>();
    List<String> columns = List.of("ordinal", "error_category");
    try (TableReader rows = store.read(Tables.COMPLETIONS, columns, Map.of("model", model))) {
      rows.forEach(
          row ->
              outcomes
                  .computeIfAbsent((Long) row[0], ordinal -> new ArrayList<>())
                  .add(row[1] == null));
    }
    outcomes.values().forEach(Collections::sort);
    return outcomes;
  }

  @Test
  void aRowHoldsWhatTheCompletionSays() {
    send(Completions.answer("m", 4));
    send(Completions.failed("m", 5));
    start(store, SMALL);
    awaitLanded();
    List<String> columns =
        List.of("ordinal", "completed_at", "cached_tokens", "queue_seconds", "error_category");
    try (TableReader rows = store.read(Tables.COMPLETIONS, columns, Map.of())) {
      assertThat(rows.stream().map(row -> Arrays.asList(row)))
          .containsExactlyInAnyOrder(
              Arrays.asList(4L, 1_767_323_045_678_000L, 4, 0.5, null),
              Arrays.asList(5L, null, null, null, "MODEL"));
    }
    try (TableReader rows = store.read(Tables.COMPLETIONS, List.of("outputs"), Map.of())) {
      List<?> outputs =
          rows.stream().map(row -> (List<?>) row[0]).filter(o -> !o.isEmpty()).findAny().get();
      assertThat((Object[]) outputs.get(0))
          .containsExactly("answer 4", -0.75, "stop", List.of("an", "swer"), List.of(-0.25, -0.5));
    }
  }

  @Test
  void aRestartedSinkKnowsWhatHasLanded() {
    LongStream.range(0, 50).forEach(i -> send(Completions.answer("m", i)));
    start(store, SMALL);
    awaitLanded();
    sinks.get(0).close();
    LongStream.range(25, 75).forEach(i -> send(Completions.answer("m", i)));
    Sink second = start(store, SMALL);
    awaitLanded();
    assertThat(ordinals("m")).containsExactlyElementsOf(upTo(75));
    assertThat(second.duplicates()).isEqualTo(25);
  }

  @Test
  void twoSinksShareThePartitionsAndTakeOver() {
    for (long i = 0; i < 300; i++) {
      send(Completions.answer("m", i));
    }
    Sink first = start(store, SMALL);
    await().atMost(PATIENCE).until(() -> first.landed() > 0);
    Sink second = start(store, SMALL);
    long sent = 300;
    while (second.landed() == 0) {
      for (long i = 0; i < 100; i++) {
        send(Completions.answer("m", sent++));
        send(Completions.answer("m", sent / 2));
      }
      awaitLanded();
    }
    assertThat(first.partitions().orElseThrow()).hasSize(1);
    assertThat(second.partitions().orElseThrow())
        .hasSize(1)
        .doesNotContainAnyElementsOf(first.partitions().orElseThrow());
    first.close();
    await().atMost(PATIENCE).until(() -> second.partitions().orElseThrow().equals(Set.of(0, 1)));
    Sink third = start(store, SMALL);
    Sink standby = start(store, SMALL);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Stream.of(second, third, standby)
                    .map(sink -> sink.partitions().map(Set::size).orElse(-1))
                    .sorted()
                    .toList()
                    .equals(List.of(0, 1, 1)));
    for (long i = 0; i < 100; i++) {
      send(Completions.answer("m", sent++));
    }
    awaitLanded();
    assertThat(ordinals("m")).containsExactlyElementsOf(upTo(sent));
  }

  /** Whoever waits for a sink must not wait for one whose thread is gone. */
  @Test
  void anErrorEndsItToo() {
    Clock broken =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            throw new StackOverflowError("broken");
          }
        };
    Sink sink = new Sink(kafka(), store, SMALL, broken);
    sinks.add(sink);
    sink.start();
    sink.await();
    assertThat(sink.failure())
        .get()
        .extracting(Throwable::getCause)
        .isInstanceOf(StackOverflowError.class);
    assertThat(sink.termination()).isCompletedExceptionally();
  }

  @Test
  void settingsOutOfBoundsAreNamed() {
    assertThatThrownBy(
            () -> new SinkConfig(0, 1 << 20, Duration.ofMillis(300), Duration.ofSeconds(10)))
        .isInstanceOf(RegattaException.class)
        .hasMessage("Invalid sink setting maxRows: 0 (expected: 1 to 10000000)");
  }
}
