package dev.regatta.aggregator.metric;

/** A score of one prediction against one gold text; pure. */
@FunctionalInterface
public interface StringMetric {

  double score(String gold, String prediction);
}
