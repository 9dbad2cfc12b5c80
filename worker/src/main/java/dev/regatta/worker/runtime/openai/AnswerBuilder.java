package dev.regatta.worker.runtime.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Token;
import dev.regatta.protocol.Usage;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.openai.Wire.Choice;
import dev.regatta.worker.runtime.openai.Wire.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** Puts a generated answer together, from one part or from the many parts of a stream. */
final class AnswerBuilder {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final List<String> stops;
  private final boolean wantsLogprobs;
  private final LongSupplier nanoTime;
  private final long startedNanos;
  private final List<Text> texts = new ArrayList<>();
  private Wire.Tokens usage;
  private long firstTokenNanos;
  private boolean streamed;
  private boolean done;

  /** One of the answers as far as it has come. */
  private static final class Text {
    final StringBuilder text = new StringBuilder();
    final List<Token> tokens = new ArrayList<>();
    String finishReason;
    JsonNode stopReason;
  }

  AnswerBuilder(int answers, List<String> stops, boolean wantsLogprobs, LongSupplier nanoTime) {
    this.stops = stops;
    this.wantsLogprobs = wantsLogprobs;
    this.nanoTime = nanoTime;
    this.startedNanos = nanoTime.getAsLong();
    for (int i = 0; i < answers; i++) {
      texts.add(new Text());
    }
  }

  /** Takes an event of a stream. */
  void event(byte[] data) {
    streamed = true;
    if (Arrays.equals(data, DONE)) {
      done = true;
    } else {
      add(Wire.read(data));
    }
  }

  /** Takes a part, or the whole. */
  void add(Part part) {
    if (part.usage() != null) {
      usage = part.usage();
    }
    if (part.choices() != null) {
      part.choices().forEach(this::add);
    }
  }

  private void add(Choice choice) {
    int index = choice.index() == null ? 0 : choice.index();
    if (index < 0 || index >= texts.size()) {
      throw new EngineException(Fault.MALFORMED, "answer number " + index + " was not asked for");
    }
    Text text = texts.get(index);
    if (streamed && firstTokenNanos == 0 && choice.hasText()) {
      firstTokenNanos = nanoTime.getAsLong();
    }
    if (choice.anyText() != null) {
      text.text.append(choice.anyText());
    }
    if (choice.logprobs() != null) {
      tokens(choice.logprobs(), text.tokens);
    }
    if (choice.finishReason() != null) {
      text.finishReason = choice.finishReason();
      text.stopReason = choice.stopReason();
    }
  }

  private static void tokens(Wire.Logprobs logprobs, List<Token> tokens) {
    if (logprobs.content() != null) {
      for (Wire.ChatToken token : logprobs.content()) {
        tokens.add(token(token.token(), token.logprob()));
      }
    } else if (logprobs.tokens() != null && logprobs.tokenLogprobs() != null) {
      int count = Math.min(logprobs.tokens().size(), logprobs.tokenLogprobs().size());
      for (int i = 0; i < count; i++) {
        tokens.add(token(logprobs.tokens().get(i), logprobs.tokenLogprobs().get(i)));
      }
    }
  }

  private static Token token(String text, Double logprob) {
    if (text == null || logprob == null || logprob.isNaN()) {
      throw new EngineException(Fault.INCOMPLETE, "a token has no log-probability");
    }
    // Some servers round a certain token's to a little above 0.
    return new Token(text, Math.min(0, logprob));
  }

  /**
   * The whole answer.
   *
   * @throws EngineException where something is missing
   */
  Answer finish() {
    long now = nanoTime.getAsLong();
    List<Output> outputs = new ArrayList<>(texts.size());
    for (Text text : texts) {
      if (text.finishReason == null) {
        throw streamed && !done
            ? new EngineException(Fault.BROKEN_OFF, "the stream ended before the answer did")
            : new EngineException(Fault.INCOMPLETE, "an answer has no finish_reason");
      }
      if (wantsLogprobs && text.tokens.isEmpty() && !text.text.isEmpty()) {
        throw new EngineException(Fault.INCOMPLETE, "the answer has no log-probabilities");
      }
      outputs.add(output(text));
    }
    Double firstToken = firstTokenNanos == 0 ? null : (firstTokenNanos - startedNanos) / 1e9;
    return new Answer(outputs, usage(), startedNanos, firstToken, (now - startedNanos) / 1e9);
  }

  private Usage usage() {
    if (usage == null || usage.promptTokens() == null) {
      int generated = texts.stream().mapToInt(text -> text.tokens.size()).sum();
      return new Usage(0, 0, generated);
    }
    int generated = usage.completionTokens() == null ? 0 : usage.completionTokens();
    return new Usage(usage.promptTokens(), usage.cached(), generated);
  }

  /**
   * The text is cut before the first stop sequence, whoever finds it. Servers leave the stop
   * sequence's tokens in their list: those that begin before the cut stay, whole.
   */
  private Output output(Text text) {
    String whole = text.text.toString();
    int cut = firstStop(whole);
    String kept = cut < 0 ? whole : whole.substring(0, cut);
    boolean stopped = cut >= 0 || stopped(text);
    List<Token> tokens = stopped ? before(kept.length(), text.tokens) : text.tokens;
    double logprob = 0;
    for (Token token : tokens) {
      logprob += token.logprob();
    }
    return new Output(kept, logprob, tokens, reason(text, stopped));
  }

  private int firstStop(String text) {
    int first = -1;
    for (String stop : stops) {
      int at = stop.isEmpty() ? -1 : text.indexOf(stop);
      if (at >= 0 && (first < 0 || at < first)) {
        first = at;
      }
    }
    return first;
  }

  /**
   * Whether a stop sequence ended the answer. Servers that have {@code stop_reason} name it there;
   * of the others nothing tells it from the end of the text.
   */
  private boolean stopped(Text text) {
    if (!"stop".equals(text.finishReason) || stops.isEmpty()) {
      return false;
    }
    return text.stopReason == null || text.stopReason.isTextual();
  }

  private static List<Token> before(int length, List<Token> tokens) {
    int kept = 0;
    int start = 0;
    while (kept < tokens.size() && start < length) {
      start += tokens.get(kept++).text().length();
    }
    return tokens.subList(0, kept);
  }

  private static FinishReason reason(Text text, boolean stopped) {
    if (stopped) {
      return FinishReason.STOP;
    }
    return switch (text.finishReason) {
      case "length" -> FinishReason.LENGTH;
      case "stop", "eos", "eos_token" -> FinishReason.ENDOFTEXT;
      default -> FinishReason.UNKNOWN;
    };
  }
}
