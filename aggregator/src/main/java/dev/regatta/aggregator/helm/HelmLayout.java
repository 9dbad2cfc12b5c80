package dev.regatta.aggregator.helm;

/** How much of a run a directory holds. */
enum HelmLayout {
  /** {@code scenario_state.json}: every request with its whole answer. */
  STATE,
  /** The files that the web page reads: the text of one answer per request. */
  DISPLAY,
  /** Statistics alone. */
  STATS;

  static HelmLayout of(HelmFiles files) {
    if (files.has(HelmFiles.STATE)) {
      return STATE;
    }
    boolean display =
        files.has(HelmFiles.INSTANCES)
            && files.has(HelmFiles.PREDICTIONS)
            && files.has(HelmFiles.REQUESTS);
    return display ? DISPLAY : STATS;
  }
}
