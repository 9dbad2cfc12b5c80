package dev.regatta.coordinator.tokenizer;

import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;

/** A model's own tokenizer, without the special tokens that an engine puts around a text. */
public interface Tokenizer {

  /** Name of HELM's tokenizer that takes every code point for a token. */
  String ONE_PER_CHARACTER = "simple/tokenizer1";

  /** Identifiers of the tokens of a text. Special tokens that the text spells out count as one. */
  int[] encode(String text);

  /**
   * The text of some tokens. Where they begin or end inside of a character it holds U+FFFD, and
   * where the tokenizer normalises its input it may differ from what was encoded.
   */
  String decode(int[] tokens);

  /** What determines the tokens: the hash of a file, or a name. */
  String identity();

  /**
   * A tokenizer. Implementations are thread-safe.
   *
   * @param source {@link #ONE_PER_CHARACTER} or the path of a Hugging Face {@code tokenizer.json}
   * @throws RegattaException USER where the file is none that can be read
   */
  static Tokenizer of(String source) {
    return source.equals(ONE_PER_CHARACTER)
        ? new CharacterTokenizer()
        : HuggingFaceFile.open(Path.of(source));
  }
}
