package dev.regatta.aggregator.annotation.toxicity;

import java.nio.file.Path;

/**
 * A text classifier and how to read what it says.
 *
 * @param model the model file
 * @param tokenizer its {@code tokenizer.json}
 * @param label the class that counts: its number from 0, or its name in the {@code config.json}
 *     beside the model
 * @param maxTokens tokens after which a text is cut
 */
public record ClassifierConfig(
    Path model, Path tokenizer, String label, Activation activation, int maxTokens) {

  /** What makes probabilities of a model's outputs. */
  public enum Activation {
    /** Each class by itself, for several at once. */
    SIGMOID,
    /** All classes together, for one of them. */
    SOFTMAX,
    /** They are some already. */
    NONE
  }
}
