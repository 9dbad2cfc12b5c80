package dev.regatta.toxicity;

import dev.regatta.aggregator.annotation.toxicity.ClassifierConfig;
import dev.regatta.aggregator.annotation.toxicity.TextClassifier;
import dev.regatta.aggregator.annotation.toxicity.TextClassifierProvider;

/** Classifiers in files of ONNX. */
public final class OnnxProvider implements TextClassifierProvider {

  @Override
  public TextClassifier open(ClassifierConfig config) {
    return OnnxClassifier.open(config);
  }
}
