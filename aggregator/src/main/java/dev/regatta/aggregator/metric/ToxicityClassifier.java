package dev.regatta.aggregator.metric;

/** Says how toxic a text is. */
@FunctionalInterface
interface ToxicityClassifier {

  /** A probability. */
  double toxicity(String text);
}
