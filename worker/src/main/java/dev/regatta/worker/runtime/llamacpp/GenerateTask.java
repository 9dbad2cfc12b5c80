package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/**
 * One answer to a prompt. The text is cut before the first stop sequence; of the tokens those stay
 * that begin before the cut, whole, as in HELM. Log-probabilities are the model's own, at
 * temperature 1 and without penalties, whatever the sampling.
 */
final class GenerateTask implements Task {
  private final Vocabulary vocabulary;
  private final int[] prompt;
  private final Decoding decoding;
  private final Sampler sampler;
  private final StopScanner scanner;
  private final Detokenizer text = new Detokenizer();
  private final List<Integer> generated = new ArrayList<>();
  private final List<Token> tokens = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private FinishReason finish;
  private int cut;

  /**
   * @param prompt at least one token
   */
  GenerateTask(Vocabulary vocabulary, int[] prompt, Decoding decoding, Random random) {
    this.vocabulary = vocabulary;
    this.prompt = prompt;
    this.decoding = decoding;
    this.sampler = new Sampler(decoding, random);
    this.scanner = new StopScanner(decoding.stopSequences());
  }

  @Override
  public int[] prompt() {
    return prompt;
  }

  @Override
  public int reusable() {
    return prompt.length - 1;
  }

  /** The last generated token is never decoded. */
  @Override
  public int end() {
    return prompt.length + decoding.maxTokens() - 1;
  }

  @Override
  public int keep() {
    return prompt.length;
  }

  @Override
  public int token(int position) {
    return position < prompt.length ? prompt[position] : generated.get(position - prompt.length);
  }

  @Override
  public boolean wants(int position) {
    return position >= prompt.length - 1;
  }

  @Override
  public void accept(int position, float[] logits) {
    int token = sampler.next(logits);
    generated.add(token);
    if (vocabulary.endsGeneration(token)) {
      end(FinishReason.ENDOFTEXT, text.length());
      return;
    }
    byte[] piece = vocabulary.piece(token);
    starts.add(text.length());
    tokens.add(new Token(Detokenizer.tokenText(piece), Logits.logProbability(logits, token)));
    text.append(piece);
    OptionalInt stop = scanner.scan(text);
    if (stop.isPresent()) {
      end(FinishReason.STOP, stop.getAsInt());
    } else if (generated.size() == decoding.maxTokens()) {
      end(FinishReason.LENGTH, text.length());
    }
  }

  private void end(FinishReason reason, int at) {
    finish = reason;
    cut = at;
  }

  @Override
  public boolean finished() {
    return finish != null;
  }

  @Override
  public Output output() {
    int kept = tokens.size();
    while (finish == FinishReason.STOP && kept > 0 && starts.get(kept - 1) >= cut) {
      kept--;
    }
    List<Token> answer = tokens.subList(0, kept);
    double logprob = answer.stream().mapToDouble(Token::logprob).sum();
    return new Output(text.text(cut), logprob, answer, finish);
  }

  @Override
  public int generated() {
    return generated.size();
  }
}
