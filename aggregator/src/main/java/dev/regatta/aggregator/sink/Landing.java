package dev.regatta.aggregator.sink;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files between two commits of offsets: one for each partition and model, all ended together.
 */
final class Landing {
  private static final Logger log = LoggerFactory.getLogger(Landing.class);
  private static final ObjectReader READER = Json.MAPPER.readerFor(Completion.class);

  /** Of records, between two looks at the size of the files. */
  private static final long BYTES_BETWEEN_CHECKS = 1 << 20;

  private record Key(int partition, String model) {}

  private final Store store;
  private final SeenOrdinals seen;
  private final Map<Key, TableWriter> writers = new HashMap<>();
  private final Map<LandedFile, List<String>> unreadable = new LinkedHashMap<>();
  private long rows;
  private long duplicates;
  private long refused;
  private long fileBytes;
  private long uncheckedBytes;
  private long unreadableBytes;

  Landing(Store store, SeenOrdinals seen) {
    this.store = store;
    this.seen = seen;
  }

  /**
   * @param file the name of the partition's files in this landing
   */
  void add(ConsumerRecord<byte[], byte[]> record, LandedFile file) {
    uncheckedBytes += record.value() == null ? 0 : record.value().length;
    Completion completion;
    Object[] row;
    try {
      completion = READER.readValue(record.value() == null ? new byte[0] : record.value());
      row = CompletionRow.of(completion);
    } catch (IOException | IllegalArgumentException e) {
      refuse(record, file, e);
      return;
    }
    if (!seen.add(
        completion.model(), completion.sweep(), completion.ordinal(), completion.answered())) {
      duplicates++;
      return;
    }
    writer(new Key(record.partition(), completion.model()), file).write(row);
    rows++;
  }

  private TableWriter writer(Key key, LandedFile file) {
    TableWriter writer = writers.get(key);
    if (writer == null) {
      writer = store.write(Tables.COMPLETIONS, Map.of("model", key.model()), file.name());
      writers.put(key, writer);
    }
    return writer;
  }

  private void refuse(ConsumerRecord<byte[], byte[]> record, LandedFile file, Exception cause) {
    log.warn(
        "Unreadable completion at {}-{} offset {}, set aside: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        cause.getMessage());
    refused++;
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("partition", record.partition());
    line.put("offset", record.offset());
    line.put("error", cause.getMessage());
    line.put(
        "value",
        record.value() == null ? null : new String(record.value(), StandardCharsets.UTF_8));
    String text = Json.text(line) + "\n";
    unreadableBytes += text.length();
    unreadable.computeIfAbsent(file, f -> new ArrayList<>()).add(text);
  }

  boolean isEmpty() {
    return rows + duplicates + refused == 0;
  }

  /** Rows to land. */
  long rows() {
    return rows;
  }

  /** Records held in any way. */
  long records() {
    return rows + refused;
  }

  long duplicates() {
    return duplicates;
  }

  long refused() {
    return refused;
  }

  /** Bytes to land, as of some records ago: to ask every column of each open file is not free. */
  long bytes() {
    if (uncheckedBytes >= BYTES_BETWEEN_CHECKS) {
      fileBytes = writers.values().stream().mapToLong(TableWriter::bytes).sum();
      uncheckedBytes = 0;
    }
    return fileBytes + unreadableBytes;
  }

  /**
   * Puts every file in place.
   *
   * @param check called before each; throws where it may not be put there
   */
  void commit(Runnable check) {
    for (Map.Entry<LandedFile, List<String>> file : unreadable.entrySet()) {
      check.run();
      store.put(
          Tables.COMPLETIONS.directory() + "/_unreadable/" + file.getKey().stem() + ".jsonl",
          String.join("", file.getValue()).getBytes(StandardCharsets.UTF_8));
    }
    for (TableWriter writer : writers.values()) {
      check.run();
      writer.commit();
    }
  }

  /** Throws every file away that is not in place yet. */
  void abort() {
    for (TableWriter writer : writers.values()) {
      try {
        writer.abort();
      } catch (RegattaException e) {
        log.warn("Left behind until the file is written again: {}", e.getMessage());
      }
    }
    writers.clear();
  }
}
