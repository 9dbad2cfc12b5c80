package dev.regatta.protocol;

/**
 * How far one model of a sweep is: planned = completed + quarantined + open.
 *
 * @param planned requests walked so far; all of them once {@code planComplete}
 * @param reused outcomes that were there before the present execution
 */
public record ModelProgress(
    int planned, boolean planComplete, int completed, int quarantined, int reused) {

  /** Requests without an outcome so far. */
  public int open() {
    return planned - completed - quarantined;
  }
}
