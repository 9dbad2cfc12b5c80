package dev.regatta.aggregator.sink;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which requests have an answer already, and which were given up: in the store, or in a file that
 * is still open.
 */
final class SeenOrdinals {
  private static final Logger LOG = LoggerFactory.getLogger(SeenOrdinals.class);

  /** A takeover takes files away once: they do not go away each time. */
  private static final int READS = 3;

  private final Store store;
  private final Map<String, Map<String, Outcomes>> models = new HashMap<>();

  /** Ordinals of one sweep and model. */
  private record Outcomes(Roaring64Bitmap answered, Roaring64Bitmap quarantined) {
    Outcomes() {
      this(new Roaring64Bitmap(), new Roaring64Bitmap());
    }

    boolean add(long ordinal, boolean answer) {
      if (answered.contains(ordinal) || !answer && quarantined.contains(ordinal)) {
        return false;
      }
      (answer ? answered : quarantined).addLong(ordinal);
      return true;
    }
  }

  SeenOrdinals(Store store) {
    this.store = store;
  }

  /**
   * False where the outcome adds nothing: the request has an answer already, or this is not the
   * first time that it is given up.
   */
  boolean add(String model, String sweep, long ordinal, boolean answer) {
    return of(model).computeIfAbsent(sweep, s -> new Outcomes()).add(ordinal, answer);
  }

  /** Forgets all; what the store holds is read again when a model comes up. */
  void clear() {
    models.clear();
  }

  private Map<String, Outcomes> of(String model) {
    Map<String, Outcomes> known = models.get(model);
    if (known == null) {
      known = load(model);
      models.put(model, known);
    }
    return known;
  }

  /**
   * A sink that takes partitions over deletes files there that are not committed, and writes them
   * anew. One that goes while it is read is none of ours.
   */
  private Map<String, Outcomes> load(String model) {
    for (int read = 1; read < READS; read++) {
      try {
        return read(model);
      } catch (RegattaException e) {
        LOG.warn("Reading again what has landed of {}: {}", model, e.getMessage());
      }
    }
    return read(model);
  }

  private Map<String, Outcomes> read(String model) {
    Map<String, Outcomes> sweeps = new HashMap<>();
    List<String> columns = List.of("sweep", "ordinal", "error_category");
    try (TableReader rows = store.read(Tables.COMPLETIONS, columns, Map.of("model", model))) {
      for (Object[] row : rows) {
        sweeps
            .computeIfAbsent((String) row[0], s -> new Outcomes())
            .add((Long) row[1], row[2] == null);
      }
    }
    return sweeps;
  }
}
