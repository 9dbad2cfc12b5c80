package dev.regatta.aggregator.annotation.toxicity;

import java.util.List;

/** Gives texts the probability of a class. */
public interface TextClassifier extends AutoCloseable {

  /** Equal for classifiers that say the same. */
  String identity();

  /** A probability for each text. */
  double[] probabilities(List<String> texts);

  @Override
  void close();
}
