package dev.regatta.coordinator.plan;

import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the store already has, by request id: an answer counts before any failure. Reads a model's
 * completions once, on first use.
 */
final class Answers {

  /** What the store has for a request. */
  enum Known {
    NOTHING,
    ANSWER,
    FAILURE
  }

  private final Store store;
  private final boolean failuresCount;
  private final Map<String, RequestIndex> byModel = new HashMap<>();

  /**
   * @param failuresCount whether a request that was given up is known; else it is to be sent again
   */
  Answers(Store store, boolean failuresCount) {
    this.store = store;
    this.failuresCount = failuresCount;
  }

  Known known(String model, RequestId id) {
    return switch (byModel.computeIfAbsent(model, this::read).find(id)) {
      case RequestIndex.ABSENT -> Known.NOTHING;
      case 0 -> Known.ANSWER;
      default -> failuresCount ? Known.FAILURE : Known.NOTHING;
    };
  }

  private RequestIndex read(String model) {
    RequestIndex index = new RequestIndex();
    try (TableReader rows =
        store.read(
            Tables.COMPLETIONS, List.of("request_id", "error_category"), Map.of("model", model))) {
      for (Object[] row : rows) {
        RequestId id = RequestId.parse((String) row[0]);
        if (row[1] == null) {
          index.set(id, 0);
        } else {
          index.add(id, 1);
        }
      }
    }
    return index;
  }
}
