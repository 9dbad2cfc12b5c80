package dev.regatta.coordinator.tokenizer;

/** One token per code point, HELM's {@code simple/tokenizer1}. */
record CharacterTokenizer() implements Tokenizer {

  @Override
  public int[] encode(String text) {
    return text.codePoints().toArray();
  }

  @Override
  public String decode(int[] tokens) {
    return new String(tokens, 0, tokens.length);
  }

  @Override
  public String identity() {
    return ONE_PER_CHARACTER;
  }
}
