package dev.regatta.aggregator.sink;

import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Which requests have a completion already: in the store, or in a file that is still open. */
final class SeenOrdinals {
  private final Store store;
  private final Map<String, Map<String, Roaring64Bitmap>> models = new HashMap<>();

  SeenOrdinals(Store store) {
    this.store = store;
  }

  /** False where the request has been seen before. */
  boolean add(String model, String sweep, long ordinal) {
    Roaring64Bitmap seen = of(model).computeIfAbsent(sweep, s -> new Roaring64Bitmap());
    if (seen.contains(ordinal)) {
      return false;
    }
    seen.addLong(ordinal);
    return true;
  }

  /** Forgets all; what the store holds is read again when a model comes up. */
  void clear() {
    models.clear();
  }

  private Map<String, Roaring64Bitmap> of(String model) {
    Map<String, Roaring64Bitmap> known = models.get(model);
    if (known == null) {
      known = load(model);
      models.put(model, known);
    }
    return known;
  }

  private Map<String, Roaring64Bitmap> load(String model) {
    Map<String, Roaring64Bitmap> sweeps = new HashMap<>();
    try (TableReader rows =
        store.read(Tables.COMPLETIONS, List.of("sweep", "ordinal"), Map.of("model", model))) {
      for (Object[] row : rows) {
        sweeps.computeIfAbsent((String) row[0], s -> new Roaring64Bitmap()).addLong((Long) row[1]);
      }
    }
    return sweeps;
  }
}
