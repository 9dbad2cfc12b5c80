package dev.regatta.worker.runtime.llamacpp;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** A character is a token: 'a' is 0, 'b' is 1 and so on. */
record FakeVocabulary(OptionalInt bos, boolean addsBos, int end) implements Vocabulary {

  static FakeVocabulary plain() {
    return new FakeVocabulary(OptionalInt.empty(), false, -1);
  }

  @Override
  public int[] tokenize(String text, boolean parseSpecial) {
    return text.chars().map(c -> c - 'a').toArray();
  }

  @Override
  public byte[] piece(int token) {
    return Character.toString('a' + token).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean endsGeneration(int token) {
    return token == end;
  }
}
