package dev.regatta.coordinator.adapt;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.tokenizer.Tokenizer;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The likelihood of a document, a window at a time: the first window holds the prefix token and the
 * beginning, every further one as many new tokens as fit beside at least one token of context.
 * Without a window the document is one piece with no prefix. Examples, trials and repetitions play
 * no part.
 *
 * <p>Windows and counts are HELM's (and lm_perplexity's before it), including what looks odd: only
 * one token of the prefix counts as context however many it has, and tokens that are pushed out of
 * a window by those of a broken character are never scored.
 */
final class LanguageModelingAdapter implements Adapter {
  private static final int BROKEN_CHARACTER = 0xFFFD;

  private final AdapterSpec spec;
  private final Optional<Window> window;

  LanguageModelingAdapter(AdapterSpec spec, Optional<Window> window) {
    this.spec = spec;
    this.window = window;
  }

  @Override
  public List<Prompt> adapt(Instance eval, List<Instance> shots) {
    return window
        .map(limits -> new Document(eval, limits).pieces())
        .orElseGet(() -> List.of(Prompt.piece(eval.input(), 0, 0, spec.maxTrainInstances())));
  }

  /** HELM leaves the spec's {@code random} out of all windows but the first. */
  @Override
  public Decoding decoding(Prompt prompt, int repeat) {
    String random = prompt.window() == 0 ? spec.random() : null;
    return new Decoding(0, 1, spec.maxTokens(), spec.stopSequences(), 1, 1, 0, 0, random);
  }

  @Override
  public boolean hasTrials() {
    return false;
  }

  /** One document and the limits of its windows. */
  private final class Document {
    private final Instance instance;
    private final Tokenizer tokenizer;
    private final String prefix;
    private final int firstLength;
    private final int length;
    private final int[] tokens;

    Document(Instance instance, Window limits) {
      this.instance = instance;
      this.tokenizer = limits.tokenizer();
      this.prefix = limits.prefixToken();
      this.firstLength = limits.maxSequenceLength();
      this.length =
          Math.min(
              limits.maxRequestLength(), limits.maxSequenceAndGeneratedLength() - spec.maxTokens());
      this.tokens = tokenizer.encode(instance.input());
      if (length < 2) {
        throw RegattaException.user(
            "Language modelling has room for "
                + length
                + " tokens of a prompt (expected: at least 2, one of them context)");
      }
    }

    List<Prompt> pieces() {
      List<Prompt> pieces = new ArrayList<>();
      int end = Math.min(firstLength, tokens.length);
      Piece first = fit(tokenizer.encode(prefix), Arrays.copyOf(tokens, end));
      pieces.add(piece(first.text(), 0, prefix.isEmpty() ? 0 : 1));
      while (end < tokens.length) {
        int start = end;
        end += Math.min(tokens.length - start, length - 1);
        Piece next = fit(context(end - length, start), Arrays.copyOfRange(tokens, start, end));
        pieces.add(piece(next.text(), pieces.size(), next.conditioningTokens()));
      }
      return pieces;
    }

    private Prompt piece(String text, int number, int conditioningTokens) {
      return Prompt.piece(text, number, conditioningTokens, spec.maxTrainInstances());
    }

    /** As Python slices: a negative start counts from the end of the document. */
    private int[] context(int start, int end) {
      int from = start < 0 ? Math.max(0, tokens.length + start) : start;
      return from < end ? Arrays.copyOfRange(tokens, from, end) : new int[0];
    }

    /** A text of a window, and how many of its tokens are context. */
    private record Piece(String text, int conditioningTokens) {}

    /** Drops tokens from the right until the text of all has no more tokens than fit. */
    private Piece fit(int[] context, int[] predicted) {
      int kept = predicted.length;
      String text = text(context, predicted, kept);
      for (int size = count(text); size > length; size = count(text)) {
        kept = Math.max(0, kept - (size - length));
        if (kept == 0) {
          throw RegattaException.user(
              "Instance "
                  + instance.id()
                  + ": its tokens do not decode to a text that fits the window of "
                  + length
                  + " tokens");
        }
        text = text(context, predicted, kept);
      }
      return withoutBrokenCharacters(text, context.length, kept);
    }

    /** A window may begin and end inside of a character, which then is left out. */
    private Piece withoutBrokenCharacters(String text, int context, int predicted) {
      int start = 0;
      int end = text.length();
      while (start < end && text.charAt(start) == BROKEN_CHARACTER) {
        start++;
      }
      while (end > start && text.charAt(end - 1) == BROKEN_CHARACTER) {
        end--;
      }
      String whole = text.substring(start, end);
      if (whole.length() == text.length()) {
        return new Piece(text, context);
      }
      int leading = length - count(text.substring(start));
      int trailing = length - count(text.substring(0, end));
      if (trailing >= predicted) {
        return new Piece(whole, count(whole));
      }
      return new Piece(whole, leading >= context ? 1 : context - leading);
    }

    private String text(int[] context, int[] predicted, int kept) {
      return tokenizer.decode(
          IntStream.concat(IntStream.of(context), IntStream.of(predicted).limit(kept)).toArray());
    }

    private int count(String text) {
      return tokenizer.encode(text).length;
    }
  }
}
