package dev.regatta.worker.runtime.simulated;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Token;
import dev.regatta.protocol.Usage;
import java.util.ArrayList;
import java.util.List;

/** Makes an answer of a request: a pure function of model name, prompt and decoding. */
final class Answerer {
  private static final int LONGEST_SPAN = 8;

  private final long modelHash;
  private final int tokens;

  Answerer(String model, int tokens) {
    this.modelHash = Hash.of(model, 0);
    this.tokens = tokens;
  }

  /** The text that the engine reads. */
  static String text(Request request) {
    if (request.kind() != RequestKind.CHAT) {
      return request.prompt();
    }
    StringBuilder text = new StringBuilder();
    for (Message message : request.messages()) {
      text.append(message.role()).append(": ").append(message.content()).append('\n');
    }
    return text.toString();
  }

  List<Output> outputs(Request request, String text) {
    if (request.kind() == RequestKind.SCORE) {
      String scored = request.continuation() == null ? text : request.continuation();
      return List.of(score(text, Words.count(scored)));
    }
    Decoding decoding = request.decoding();
    long seed = Hash.of(text, modelHash);
    List<Output> outputs = new ArrayList<>(decoding.numCompletions());
    for (int i = 0; i < decoding.numCompletions(); i++) {
      outputs.add(
          generate(request, text, decoding.temperature() > 0 ? sampled(seed, i, decoding) : seed));
    }
    return outputs;
  }

  static Usage usage(Request request, int promptTokens, List<Output> outputs) {
    int completionTokens = 0;
    if (request.kind() != RequestKind.SCORE) {
      for (Output output : outputs) {
        completionTokens += output.tokens().size();
      }
    }
    return new Usage(promptTokens, 0, completionTokens);
  }

  private static long sampled(long seed, int index, Decoding decoding) {
    long repeat = decoding.random() == null ? 0 : Hash.of(decoding.random(), 1);
    return Hash.mix(seed + repeat + index);
  }

  private Output generate(Request request, String text, long seed) {
    List<String> words = Words.split(answer(request, text, seed));
    int maxTokens = request.decoding().maxTokens();
    FinishReason reason = words.size() > maxTokens ? FinishReason.LENGTH : FinishReason.ENDOFTEXT;
    words = words.subList(0, Math.min(words.size(), maxTokens));
    int end = firstStop(String.join("", words), request.decoding().stopSequences());
    if (end >= 0) {
      words = cut(words, end);
      reason = FinishReason.STOP;
    }
    return output(words, seed, reason);
  }

  private String answer(Request request, String text, long seed) {
    boolean chat = request.kind() == RequestKind.CHAT;
    boolean space =
        !chat && !text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1));
    int letters = tokens > 0 ? 0 : Options.count(text);
    String words =
        letters > 1 ? String.valueOf((char) ('A' + Hash.below(letters, seed))) : span(text, seed);
    return space ? " " + words : words;
  }

  private String span(String text, long seed) {
    if (text.isEmpty()) {
      return "";
    }
    int wanted = tokens > 0 ? tokens : 1 + Hash.below(LONGEST_SPAN, seed + 1);
    return String.join(" ", Words.around(text, Hash.below(text.length(), seed + 2), wanted));
  }

  private static int firstStop(String text, List<String> stopSequences) {
    int first = -1;
    for (String stop : stopSequences) {
      int at = stop.isEmpty() ? -1 : text.indexOf(stop);
      if (at >= 0 && (first < 0 || at < first)) {
        first = at;
      }
    }
    return first;
  }

  private static List<String> cut(List<String> words, int end) {
    List<String> kept = new ArrayList<>();
    int length = 0;
    for (String word : words) {
      int room = Math.min(word.length(), end - length);
      if (room > 0) {
        kept.add(word.substring(0, room));
      }
      length += word.length();
    }
    return kept;
  }

  private Output score(String text, int count) {
    List<String> scored = Words.last(text, count);
    int length = scored.stream().mapToInt(String::length).sum();
    long prefix = Hash.of(text.substring(0, text.length() - length), modelHash);
    return output(scored, prefix, FinishReason.LENGTH);
  }

  private static Output output(List<String> words, long seed, FinishReason reason) {
    List<Token> tokens = new ArrayList<>(words.size());
    StringBuilder text = new StringBuilder();
    double sum = 0;
    long hash = seed;
    for (String word : words) {
      hash = Hash.of(word, hash);
      double logprob = Hash.logprob(hash);
      sum += logprob;
      tokens.add(new Token(word, logprob));
      text.append(word);
    }
    return new Output(text.toString(), sum, tokens, reason);
  }
}
