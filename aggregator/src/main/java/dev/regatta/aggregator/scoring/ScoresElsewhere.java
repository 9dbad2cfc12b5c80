package dev.regatta.aggregator.scoring;

import dev.regatta.protocol.AggregatorDetails.Scoring;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.SweepControl;
import dev.regatta.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores that somebody else makes, by a job of its own on the same store. It asks for them in the
 * store, tells what to run, and knows them by the epoch for which they were made: results from
 * before a retry are none, nor are those of a job that began before the sweep had landed.
 */
public final class ScoresElsewhere implements SweepScorer.Scores {
  private static final Logger LOG = LoggerFactory.getLogger(ScoresElsewhere.class);

  /** Stands for the id of the sweep in the command. */
  public static final String SWEEP = "{sweep}";

  /** Between two looks, of which each is a request or two where the store is a bucket. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final Store store;
  private final String command;
  private final Clock clock;
  private final Map<String, Look> looks = new HashMap<>();

  /**
   * The last look for the scores of a sweep.
   *
   * @param asked whether the store says that they are wanted for this epoch
   * @param outcome what is said until the next one
   */
  private record Look(int epoch, Instant at, boolean asked, Scoring outcome) {}

  /**
   * @param command what scores a sweep, for a user to run
   */
  public ScoresElsewhere(Store store, String command, Clock clock) {
    this.store = store;
    this.command = command;
    this.clock = clock;
  }

  @Override
  public void warmUp() {
    // Nothing is computed in this process.
  }

  @Override
  public Scoring score(SweepControl sweep) {
    Optional<Look> last =
        Optional.ofNullable(looks.get(sweep.id())).filter(look -> look.epoch() == sweep.epoch());
    if (last.isPresent() && clock.instant().isBefore(last.get().at().plus(PAUSE))) {
      return last.get().outcome();
    }
    Look look = look(sweep, last.map(Look::asked).orElse(false));
    looks.put(sweep.id(), look);
    return look.outcome();
  }

  private Look look(SweepControl sweep, boolean asked) {
    Instant now = clock.instant();
    try {
      if (!asked) {
        store.askForScores(sweep.id(), sweep.epoch());
      }
      Optional<String> hash = store.scoresOf(sweep.id(), sweep.epoch());
      Scoring outcome =
          hash.map(Scoring::scored).orElse(waiting(command.replace(SWEEP, sweep.id())));
      return new Look(sweep.epoch(), now, true, outcome);
    } catch (RegattaException e) {
      if (e.category() != ErrorCategory.RESOURCE) {
        throw e;
      }
      // Nothing is wrong with the sweep, and the store may come back.
      LOG.warn("Cannot look for the scores of {}; tried again", sweep.id(), e);
      return new Look(sweep.epoch(), now, asked, waiting(e.getMessage()));
    }
  }

  private static Scoring waiting(String forWhat) {
    return Scoring.waiting("waits to be scored elsewhere: " + forWhat);
  }
}
