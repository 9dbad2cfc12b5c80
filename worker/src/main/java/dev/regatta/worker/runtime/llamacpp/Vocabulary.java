package dev.regatta.worker.runtime.llamacpp;

import java.util.OptionalInt;

/** How a model cuts text into tokens and back. */
interface Vocabulary {

  /** Tokens of a text, without special tokens around it. */
  int[] tokenize(String text, boolean parseSpecial);

  /** The bytes a token stands for; none for a control token. May end inside a character. */
  byte[] piece(int token);

  boolean endsGeneration(int token);

  /** The token that begins a text, where the model has one. */
  OptionalInt bos();

  /** Whether the model wants every text to begin with {@link #bos()}. */
  boolean addsBos();
}
