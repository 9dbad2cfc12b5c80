package dev.regatta.coordinator.adapt;

/** The context window of a model as its tokenizer sees it. Implementations are thread-safe. */
public interface Window {

  /** Number of tokens of a text, special tokens excluded. */
  int countTokens(String text);

  /**
   * The text of the first {@code tokens} tokens: encoded, cut from the right, decoded. The answer
   * may hold a broken character at its end and may differ from the text's own beginning where the
   * tokenizer does not decode to what it encoded.
   */
  String truncate(String text, int tokens);

  /** Most tokens of a prompt together with its answer. */
  int maxRequestLength();
}
