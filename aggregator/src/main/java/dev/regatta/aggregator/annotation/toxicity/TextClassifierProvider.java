package dev.regatta.aggregator.annotation.toxicity;

/** Opens classifiers. Found by {@link java.util.ServiceLoader}. */
public interface TextClassifierProvider {

  /**
   * Opens a classifier.
   *
   * @throws dev.regatta.protocol.RegattaException USER where a file or the label is wrong, naming
   *     the setting
   */
  TextClassifier open(ClassifierConfig config);
}
