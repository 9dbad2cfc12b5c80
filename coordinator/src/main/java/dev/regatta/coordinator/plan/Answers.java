package dev.regatta.coordinator.plan;

import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the store already has, by request id. Reads a model's completions once, on first use. */
final class Answers {

  /** What the store has for a request. */
  enum Known {
    NOTHING,
    ANSWER,
    FAILURE
  }

  private final Store store;
  private final Map<String, RequestIndex> byModel = new HashMap<>();

  Answers(Store store) {
    this.store = store;
  }

  Known known(String model, RequestId id) {
    return switch (byModel.computeIfAbsent(model, this::read).find(id)) {
      case RequestIndex.ABSENT -> Known.NOTHING;
      case 0 -> Known.ANSWER;
      default -> Known.FAILURE;
    };
  }

  private RequestIndex read(String model) {
    RequestIndex index = new RequestIndex();
    try (TableReader rows =
        store.read(
            Tables.COMPLETIONS, List.of("request_id", "error_category"), Map.of("model", model))) {
      for (Object[] row : rows) {
        index.add(RequestId.parse((String) row[0]), row[1] == null ? 0 : 1);
      }
    }
    return index;
  }
}
