package dev.regatta.aggregator.statistics;

import dev.regatta.aggregator.metric.Counts;
import java.io.Serializable;
import java.util.Arrays;

/** Partial sums of every metric of a run over one context (of one trial). */
final class Cell implements Serializable {
  private static final long serialVersionUID = 1L;

  private long instances;
  private final BlockCounts counts = new BlockCounts();
  private final Moments[] moments;
  private final Confidences confidences = new Confidences();
  private final BlockSums likelihood = new BlockSums(Likelihood.SUMS);

  Cell(int metrics) {
    moments = new Moments[metrics];
    Arrays.setAll(moments, i -> new Moments());
  }

  void addInstance(double[][] rows) {
    instances++;
    for (double[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        if (!Double.isNaN(row[i])) {
          moments[i].add(row[i]);
        }
      }
    }
  }

  void addConfidence(long ordinal, double confidence, double correct) {
    if (!Double.isNaN(confidence) && !Double.isNaN(correct)) {
      confidences.add(ordinal, confidence, (int) correct);
    }
  }

  void addCounts(long ordinal, Counts counted) {
    counts.add(ordinal, counted);
  }

  void addLikelihood(long ordinal, double[] sums) {
    likelihood.add(ordinal, sums);
  }

  void add(Cell other) {
    instances += other.instances;
    counts.add(other.counts);
    for (int i = 0; i < moments.length; i++) {
      moments[i].add(other.moments[i]);
    }
    confidences.add(other.confidences);
    likelihood.add(other.likelihood);
  }

  long instances() {
    return instances;
  }

  /** What corpus metrics have counted. */
  BlockCounts counts() {
    return counts;
  }

  Moments moments(int metric) {
    return moments[metric];
  }

  Confidences confidences() {
    return confidences;
  }

  /** Sums of {@link Likelihood} by block. */
  BlockSums likelihood() {
    return likelihood;
  }
}
