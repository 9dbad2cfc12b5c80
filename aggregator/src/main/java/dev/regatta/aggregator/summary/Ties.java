package dev.regatta.aggregator.summary;

/** Who wins where two rows of a column have the same value. */
public enum Ties {
  /** Each wins half: HELM since the end of 2024. */
  SPLIT,
  /** The row further down wins: HELM before, and so its older tables. */
  BY_ROW
}
