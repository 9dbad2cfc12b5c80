package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.tokenizer.Tokenizer;
import java.util.Arrays;

/**
 * The context window of a model as its tokenizer sees it (HELM's window service). Thread-safe.
 *
 * @param prefixToken text that language modelling puts before a document; empty for none
 * @param maxSequenceLength most tokens that the model reads at once
 * @param maxRequestLength most tokens of a prompt together with its answer; of language modelling
 *     one more than {@code maxSequenceLength} where the last token is scored but not read
 * @param maxSequenceAndGeneratedLength further limit of language modelling for prompt and answer
 */
public record Window(
    Tokenizer tokenizer,
    String prefixToken,
    int maxSequenceLength,
    int maxRequestLength,
    int maxSequenceAndGeneratedLength) {

  /** A window with one limit, and no prefix. */
  public static Window of(Tokenizer tokenizer, int maxSequenceLength) {
    return new Window(tokenizer, "", maxSequenceLength, maxSequenceLength, Integer.MAX_VALUE);
  }

  /** Number of tokens of a text, special tokens excluded. */
  public int countTokens(String text) {
    return tokenizer.encode(text).length;
  }

  /**
   * The text of the first {@code tokens} tokens: encoded, cut from the right, decoded. The answer
   * may hold a broken character at its end and may differ from the text's own beginning where the
   * tokenizer does not decode to what it encoded.
   */
  String truncate(String text, int tokens) {
    int[] encoded = tokenizer.encode(text);
    return tokenizer.decode(Arrays.copyOf(encoded, Math.min(encoded.length, tokens)));
  }

  /** All that decides where a prompt is cut, as one text. */
  public String identity() {
    return String.join(
        " ",
        tokenizer.identity(),
        Integer.toString(maxSequenceLength),
        Integer.toString(maxRequestLength),
        Integer.toString(maxSequenceAndGeneratedLength),
        prefixToken);
  }
}
