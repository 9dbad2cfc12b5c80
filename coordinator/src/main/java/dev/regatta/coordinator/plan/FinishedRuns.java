package dev.regatta.coordinator.plan;

import dev.regatta.protocol.RegattaException;
import dev.regatta.store.TableReader;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an interrupted planning has finished, so that it need not be planned again: a run whose
 * tables are whole and of which nothing is to be sent. A walk of ten thousands of prompts becomes
 * the reading of three columns.
 */
final class FinishedRuns {
  /** Plans everything. */
  static final FinishedRuns NONE = new FinishedRuns(null, null, null);

  private static final Logger LOG = LoggerFactory.getLogger(FinishedRuns.class);
  private static final List<String> COLUMNS = List.of("request_id", "ordinal", "duplicate");

  private final PlanFiles files;
  private final Answers answers;
  private final SweepPlan.Listener listener;
  private long rows;

  FinishedRuns(PlanFiles files, Answers answers, SweepPlan.Listener listener) {
    this.files = files;
    this.answers = answers;
    this.listener = listener;
  }

  /** Request states of the runs that were passed over. */
  long rows() {
    return rows;
  }

  /**
   * Passes over a run where that is possible: enters its ids in the index and tells the listener of
   * each request.
   *
   * @param number of the run in the sweep
   * @return false where the run is to be planned; then nothing has happened
   */
  boolean passOver(int number, PlannedRun run, RequestIndex index) {
    String model = run.model().name();
    if (files == null || !files.has(number) || !settled(number, model)) {
      return false;
    }
    try (TableReader requests = files.requests(number, COLUMNS)) {
      for (Object[] row : requests) {
        rows++;
        if (!(Boolean) row[2]) {
          RequestId id = RequestId.parse((String) row[0]);
          int ordinal = index.add(id);
          require(run, ordinal == (Long) row[1]);
          tell(model, ordinal, answers.known(model, id));
        }
      }
    }
    LOG.info("Run {} was planned before and has all its outcomes", run.spec().name());
    return true;
  }

  private boolean settled(int number, String model) {
    try (TableReader requests = files.requests(number, COLUMNS)) {
      for (Object[] row : requests) {
        boolean open = !(Boolean) row[2] && !listener.has(model, ((Long) row[1]).intValue());
        if (open
            && answers.known(model, RequestId.parse((String) row[0])) == Answers.Known.NOTHING) {
          return false;
        }
      }
    }
    return true;
  }

  private static void require(PlannedRun run, boolean same) {
    if (!same) {
      throw RegattaException.internal(
          "The plan's table of " + run.spec().name() + " numbers its requests in another way",
          null);
    }
  }

  private void tell(String model, int ordinal, Answers.Known known) {
    if (known == Answers.Known.NOTHING) {
      listener.wants(model, ordinal);
    } else {
      listener.reuse(model, ordinal, known == Answers.Known.ANSWER);
    }
  }
}
