package dev.regatta.protocol;

import java.util.List;
import java.util.Map;

/**
 * What an aggregator says of itself.
 *
 * @param partitions of {@link Topics#COMPLETIONS} that it lands; the owner of 0 also scores
 * @param landed rows in place since its start, as are the following
 * @param duplicates completions dropped because their request had one already
 * @param unreadable records set aside
 * @param lag records of its partitions that are not in place yet
 * @param scoring by id of the sweep
 */
public record AggregatorDetails(
    List<Integer> partitions,
    long landed,
    long duplicates,
    long unreadable,
    long lag,
    Map<String, Scoring> scoring) {

  public AggregatorDetails {
    partitions = partitions == null ? List.of() : List.copyOf(partitions);
    scoring = scoring == null ? Map.of() : Map.copyOf(scoring);
  }

  /** How far the scores of a sweep are. */
  public enum ScoringState {
    SCORING,
    SCORED,
    FAILED
  }

  /**
   * @param epoch of the sweep's {@link SweepControl} when it had landed: after a retry it is scored
   *     anew
   * @param resultHash where scored; else null
   * @param message where failed, why; where it is not scored yet, what that waits for, null where
   *     for nothing
   */
  public record Scoring(ScoringState state, int epoch, String resultHash, String message) {

    public static final Scoring RUNNING = new Scoring(ScoringState.SCORING, 0, null, null);

    public static Scoring waiting(String message) {
      return new Scoring(ScoringState.SCORING, 0, null, message);
    }

    public static Scoring scored(String resultHash) {
      return new Scoring(ScoringState.SCORED, 0, resultHash, null);
    }

    public static Scoring failed(String message) {
      return new Scoring(ScoringState.FAILED, 0, null, message);
    }

    /** The same about another epoch. */
    public Scoring inEpoch(int other) {
      return new Scoring(state, other, resultHash, message);
    }
  }
}
