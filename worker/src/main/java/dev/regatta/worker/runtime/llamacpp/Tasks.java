package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Request;
import dev.regatta.worker.runtime.RuntimeFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Turns requests into tasks, refusing those that no attempt can answer. */
final class Tasks {
  private final Vocabulary vocabulary;
  private final int window;
  private final long seed;

  Tasks(Vocabulary vocabulary, int window, long seed) {
    this.vocabulary = vocabulary;
    this.window = window;
    this.seed = seed;
  }

  /**
   * The answers to a text. At temperature 0 they are all alike: one task stands for all.
   *
   * @param special whether the text may spell special tokens (a rendered chat)
   */
  List<Task> generate(Request request, String text, boolean special) {
    Decoding decoding = request.decoding();
    int[] prompt = prompt(text, special);
    if (prompt.length == 0) {
      prompt = new int[] {requireBos("The prompt is empty")};
    }
    requireFits(prompt.length, decoding.maxTokens());
    int[] tokens = prompt;
    int distinct = decoding.temperature() == 0 ? 1 : Math.max(1, decoding.numCompletions());
    return IntStream.range(0, distinct)
        .mapToObj(i -> new GenerateTask(vocabulary, tokens, decoding, random(request, i)))
        .map(Task.class::cast)
        .toList();
  }

  Task score(Request request) {
    return request.continuation() == null ? scoreAll(request.prompt()) : scoreEnd(request);
  }

  /** The text may spell the special token that it begins with. */
  private Task scoreAll(String text) {
    int[] tokens = vocabulary.tokenize(text, true);
    if (tokens.length == 0) {
      throw refused("The text to score is empty");
    }
    int[] prompt = withBos(tokens);
    if (prompt.length == 1) {
      prompt = prepend(requireBos("Nothing comes before the one token to score"), prompt);
    }
    requireFits(prompt.length, 0);
    return new ScoreTask(
        vocabulary, prompt, prompt.length - 1, /* firstToo= */ prompt.length == tokens.length);
  }

  private Task scoreEnd(Request request) {
    int scored = vocabulary.tokenize(request.continuation(), false).length;
    if (scored == 0) {
      throw refused("The continuation to score is empty");
    }
    int[] prompt = prompt(request.prompt(), false);
    if (scored > prompt.length) {
      throw refused(
          "The continuation has %d tokens, the whole prompt %d: the prompt must end with the continuation"
              .formatted(scored, prompt.length));
    }
    if (scored == prompt.length) {
      int bos = requireBos("Nothing comes before the continuation to score");
      prompt = prepend(bos, prompt);
    }
    requireFits(prompt.length, 0);
    return new ScoreTask(vocabulary, prompt, scored);
  }

  private int[] prompt(String text, boolean special) {
    return withBos(vocabulary.tokenize(text, special));
  }

  private int[] withBos(int[] tokens) {
    OptionalInt bos = vocabulary.bos();
    if (!vocabulary.addsBos() || bos.isEmpty()) {
      return tokens;
    }
    boolean there = tokens.length > 0 && tokens[0] == bos.getAsInt();
    return there ? tokens : prepend(bos.getAsInt(), tokens);
  }

  private static int[] prepend(int token, int[] tokens) {
    return IntStream.concat(IntStream.of(token), IntStream.of(tokens)).toArray();
  }

  private int requireBos(String what) {
    return vocabulary
        .bos()
        .orElseThrow(
            () -> refused(what + ", and the model has no begin-of-text token to start from"));
  }

  private void requireFits(int promptTokens, int maxTokens) {
    if (promptTokens + (long) maxTokens > window) {
      throw refused(
          "The prompt's %d tokens and max_tokens %d do not fit the window of %d tokens"
              .formatted(promptTokens, maxTokens, window));
    }
  }

  /** A generator that depends on the request alone, so that a second attempt draws the same. */
  private Random random(Request request, int completion) {
    String text =
        Stream.of(request.requestId(), request.decoding().random(), completion, seed)
            .map(String::valueOf)
            .reduce((a, b) -> a + '\n' + b)
            .orElseThrow();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new Random(ByteBuffer.wrap(hash).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeFailure refused(String message) {
    return new RuntimeFailure(ErrorCategory.USER, RuntimeFailure.Action.QUARANTINE, message, null);
  }
}
