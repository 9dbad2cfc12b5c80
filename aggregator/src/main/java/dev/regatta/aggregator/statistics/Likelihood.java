package dev.regatta.aggregator.statistics;

import java.io.Serializable;
import java.util.List;

/**
 * HELM's language-modelling statistics, over all tokens of a context, and where words are counted,
 * lm-eval's: functions of the sums of logprobs, tokens, bytes and words. NaN without tokens, bytes
 * or words.
 */
final class Likelihood implements Serializable {
  private static final long serialVersionUID = 1L;

  static final List<String> NAMES =
      List.of(
          "perplexity", "bits_per_byte", "logprob_per_byte", "word_perplexity", "byte_perplexity");
  private static final List<String> SUMMED =
      List.of("logprob", "num_perplexity_tokens", "num_bytes", "num_words");

  /** How many sums there are. */
  static final int SUMS = 4;

  private final int[] columns;

  Likelihood(List<String> metrics) {
    columns = SUMMED.stream().mapToInt(metrics::indexOf).toArray();
  }

  /** Whether the metrics have what is summed. */
  boolean defined() {
    return columns[0] >= 0 && columns[1] >= 0 && columns[2] >= 0;
  }

  /** The sums of a cell. */
  double[] sums(Cell cell) {
    double[] sums = new double[columns.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = columns[i] < 0 ? 0 : cell.moments(columns[i]).sum();
    }
    return sums;
  }

  /** What the rows of an instance add to the sums. */
  double[] sums(double[][] rows) {
    double[] sums = new double[columns.length];
    for (int i = 0; i < sums.length; i++) {
      if (columns[i] >= 0) {
        sums[i] = rows.length == 1 ? rows[0][columns[i]] : sum(rows, columns[i]);
      }
    }
    return sums;
  }

  private static double sum(double[][] rows, int column) {
    ExactSum sum = new ExactSum();
    for (double[] row : rows) {
      if (!Double.isNaN(row[column])) {
        sum.add(row[column]);
      }
    }
    return sum.value();
  }

  /** The statistics in the order of their names. */
  static double[] of(double[] sums) {
    double perByte = sums[2] > 0 ? sums[0] / sums[2] : Double.NaN;
    return new double[] {
      perplexity(sums[0], sums[1]),
      -perByte / Math.log(2),
      perByte,
      perplexity(sums[0], sums[3]),
      sums[3] > 0 ? perplexity(sums[0], sums[2]) : Double.NaN
    };
  }

  private static double perplexity(double logprob, double count) {
    return count > 0 ? Math.exp(-logprob / count) : Double.NaN;
  }
}
