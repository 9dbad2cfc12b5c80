package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Log-probabilities of the last {@code scored} tokens of a text, each given all before it; of the
 * first one too, which is 0 since it is given.
 */
final class ScoreTask implements Task {
  private final Vocabulary vocabulary;
  private final int[] tokens;
  private final int first;
  private final Detokenizer text = new Detokenizer();
  private final List<Token> result = new ArrayList<>();
  private final int answered;
  private double sum;

  /**
   * @param scored at least 1, less than the number of tokens
   */
  ScoreTask(Vocabulary vocabulary, int[] tokens, int scored) {
    this(vocabulary, tokens, scored, false);
  }

  /**
   * @param scored at least 1, less than the number of tokens
   * @param firstToo whether the answer begins with the token before them
   */
  ScoreTask(Vocabulary vocabulary, int[] tokens, int scored, boolean firstToo) {
    this.vocabulary = vocabulary;
    this.tokens = tokens;
    this.first = tokens.length - scored;
    if (firstToo) {
      append(tokens[first - 1], 0);
    }
    this.answered = result.size() + scored;
  }

  @Override
  public int[] prompt() {
    return tokens;
  }

  @Override
  public int reusable() {
    return first - 1;
  }

  /** The last token is only looked up, never decoded. */
  @Override
  public int end() {
    return tokens.length - 1;
  }

  @Override
  public int keep() {
    return first;
  }

  @Override
  public int token(int position) {
    return tokens[position];
  }

  @Override
  public boolean wants(int position) {
    return position >= first - 1;
  }

  @Override
  public void accept(int position, float[] logits) {
    int token = tokens[position + 1];
    append(token, Logits.logProbability(logits, token));
  }

  private void append(int token, double logprob) {
    byte[] piece = vocabulary.piece(token);
    text.append(piece);
    result.add(new Token(Detokenizer.tokenText(piece), logprob));
    sum += logprob;
  }

  @Override
  public boolean finished() {
    return result.size() == answered;
  }

  @Override
  public Output output() {
    return new Output(text.text(), sum, result, FinishReason.LENGTH);
  }

  @Override
  public int generated() {
    return 0;
  }
}
