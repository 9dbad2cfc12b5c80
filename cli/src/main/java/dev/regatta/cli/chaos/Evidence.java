package dev.regatta.cli.chaos;

import dev.regatta.cli.cluster.TopicContents;
import dev.regatta.protocol.CompletionKey;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Topics;
import dev.regatta.protocol.table.Column;
import dev.regatta.protocol.table.Table;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.roaringbitmap.RoaringBitmap;

/**
 * What a sweep has left of one model: in the store, where each request must be once, and on Kafka,
 * where it may have been answered twice.
 *
 * @param answers outputs as JSON by request id
 * @param quarantined reasons by id of the requests that have no answer
 * @param doubled ids of requests with more than one answer, or more than one quarantine
 * @param scores rows of the statistics and of the instances' scores that do not depend on the
 *     clock, sorted
 */
public record Evidence(
    Map<String, String> answers,
    Map<String, String> quarantined,
    List<String> doubled,
    List<String> scores) {

  private static final Set<String> BY_THE_CLOCK =
      Set.of("inference_runtime", "time_to_first_token", "tokens_per_second", "batch_size");

  /** Reads the store. */
  public static Evidence of(Store store, String sweep, String model) {
    Map<String, String> answers = new TreeMap<>();
    Map<String, String> quarantined = new TreeMap<>();
    List<String> doubled = new ArrayList<>();
    List<String> columns = List.of("sweep", "request_id", "outputs", "error_message");
    try (TableReader rows = store.read(Tables.COMPLETIONS, columns, Map.of("model", model))) {
      for (Object[] row : rows) {
        if (row[0].equals(sweep)) {
          String id = (String) row[1];
          boolean first =
              row[3] == null
                  ? answers.put(id, Json.text(row[2])) == null
                  : quarantined.put(id, (String) row[3]) == null;
          if (!first) {
            doubled.add(id);
          }
        }
      }
    }
    // An answer supersedes a quarantine.
    quarantined.keySet().removeAll(answers.keySet());
    return new Evidence(answers, quarantined, doubled, scores(store, sweep, model));
  }

  private static List<String> scores(Store store, String sweep, String model) {
    List<String> scores = new ArrayList<>();
    scores.addAll(rows(store, Tables.STATS, sweep, model));
    scores.addAll(rows(store, Tables.INSTANCE_STATS, sweep, model));
    return scores;
  }

  private static List<String> rows(Store store, Table table, String sweep, String model) {
    List<String> columns = table.columns().stream().map(Column::name).toList();
    List<String> lines = new ArrayList<>();
    try (TableReader rows = store.read(table, columns, Map.of("sweep", sweep))) {
      for (Object[] row : rows) {
        if (row[columns.indexOf("model")].equals(model)) {
          line(columns, row).ifPresent(lines::add);
        }
      }
    }
    lines.sort(null);
    return lines;
  }

  private static Optional<String> line(List<String> columns, Object[] row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      if (columns.get(i).equals("metric") && BY_THE_CLOCK.contains(row[i])) {
        return Optional.empty();
      }
      if (row[i] instanceof Map<?, ?> map) {
        Map<Object, Object> kept = new TreeMap<>(map);
        kept.keySet().removeAll(BY_THE_CLOCK);
        values.add(kept);
      } else {
        values.add(row[i]);
      }
    }
    return Optional.of(Json.text(values));
  }

  /**
   * Answers of a sweep on the completions topic beyond the first of each request: work that was
   * done again.
   */
  public static long answeredAgain(String bootstrap, String sweep) {
    Map<String, RoaringBitmap> seen = new HashMap<>();
    LongAdder again = new LongAdder();
    TopicContents.forEach(
        bootstrap,
        Topics.COMPLETIONS,
        message -> {
          if (answersAgain(message, sweep, seen)) {
            again.increment();
          }
        });
    return again.sum();
  }

  private static boolean answersAgain(
      ConsumerRecord<byte[], byte[]> message, String sweep, Map<String, RoaringBitmap> seen) {
    return message.headers().lastHeader(CompletionKey.QUARANTINED) == null
        && CompletionKey.parse(message.key())
            .filter(key -> key.sweep().equals(sweep))
            .filter(
                key ->
                    !seen.computeIfAbsent(key.model(), model -> new RoaringBitmap())
                        .checkedAdd((int) key.ordinal()))
            .isPresent();
  }

  /** What is wrong with this, beside what an undisturbed run has left; empty where nothing is. */
  public List<String> differences(Evidence undisturbed) {
    List<String> differences = new ArrayList<>();
    if (!doubled.isEmpty()) {
      differences.add(doubled.size() + " requests have more than one row: " + some(doubled));
    }
    List<String> other =
        undisturbed.answers.keySet().stream()
            .filter(id -> !undisturbed.answers.get(id).equals(answers.get(id)))
            .toList();
    if (!other.isEmpty()) {
      differences.add(other.size() + " requests have no answer or another one: " + some(other));
    }
    if (answers.size() > undisturbed.answers.size()) {
      differences.add(answers.size() + " answers, of " + undisturbed.answers.size() + " requests");
    }
    if (!scores.equals(undisturbed.scores)) {
      differences.add("the scores are not those of the undisturbed run");
    }
    return differences;
  }

  private static String some(List<String> ids) {
    return ids.stream().limit(5).collect(Collectors.joining(", "));
  }
}
