package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.Output;

/** One sequence's worth of a request: a scored text, or one generated answer. */
interface Task {

  /** What is decoded first. */
  int[] prompt();

  /** Leading prompt tokens whose output is not needed: they may come from the cache. */
  int reusable();

  /** Most tokens the sequence will hold. */
  int end();

  /** Leading prompt tokens that are worth keeping for other requests. */
  int keep();

  /** The token to decode at a position, which may lie behind the prompt. */
  int token(int position);

  /** Whether the output after the token at this position is needed. */
  boolean wants(int position);

  /** Takes the output after the token at this position. */
  void accept(int position, float[] logits);

  boolean finished();

  /** The answer, once {@link #finished()}. */
  Output output();

  /** Tokens generated so far. */
  int generated();
}
