package dev.regatta.aggregator.statistics;

import java.util.List;

/** HELM's language-modelling statistics, over all tokens of a context; NaN without tokens. */
final class Likelihood {
  private final int logprob;
  private final int tokens;
  private final int bytes;

  Likelihood(List<String> metrics) {
    logprob = metrics.indexOf("logprob");
    tokens = metrics.indexOf("num_perplexity_tokens");
    bytes = metrics.indexOf("num_bytes");
  }

  double perplexity(Cell cell) {
    double count = cell.moments(tokens).sum();
    return count > 0 ? Math.exp(-cell.moments(logprob).sum() / count) : Double.NaN;
  }

  double bitsPerByte(Cell cell) {
    double size = cell.moments(bytes).sum();
    return size > 0 ? -cell.moments(logprob).sum() / size / Math.log(2) : Double.NaN;
  }

  double logprobPerByte(Cell cell) {
    double size = cell.moments(bytes).sum();
    return size > 0 ? cell.moments(logprob).sum() / size : Double.NaN;
  }
}
