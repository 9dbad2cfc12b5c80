package dev.regatta.coordinator.plan;

import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableReader;
import java.util.BitSet;
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
  private final Map<String, Outcomes> byModel = new HashMap<>();

  /**
   * @param failuresCount whether a request that was given up is known; else it is to be sent again
   */
  Answers(Store store, boolean failuresCount) {
    this.store = store;
    this.failuresCount = failuresCount;
  }

  Known known(String model, RequestId id) {
    Outcomes outcomes = byModel.computeIfAbsent(model, this::read);
    int number = outcomes.index.find(id);
    if (number == RequestIndex.ABSENT) {
      return Known.NOTHING;
    }
    if (outcomes.answered.get(number)) {
      return Known.ANSWER;
    }
    return failuresCount ? Known.FAILURE : Known.NOTHING;
  }

  private Outcomes read(String model) {
    Outcomes outcomes = new Outcomes(new RequestIndex(), new BitSet());
    try (TableReader rows =
        store.read(
            Tables.COMPLETIONS, List.of("request_id", "error_category"), Map.of("model", model))) {
      for (Object[] row : rows) {
        int number = outcomes.index.add(RequestId.parse((String) row[0]));
        if (row[1] == null) {
          outcomes.answered.set(number);
        }
      }
    }
    return outcomes;
  }

  /**
   * The requests of one model that have an outcome.
   *
   * @param answered numbers in the index of those that have an answer; the others failed
   */
  private record Outcomes(RequestIndex index, BitSet answered) {}
}
