package dev.regatta.worker.runtime.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A language model of few words: how likely one is depends on the one before. Words are tokens,
 * with the white space before them.
 */
final class ToyModel {
  private static final List<String> WORDS =
      List.of(
          " the", " quick", " brown", " fox", " jumps", " over", " lazy", " dog", " is", " green",
          " Paris", " and", " then", " runs", " away", ".");
  private static final Pattern TOKEN = Pattern.compile("\\s*\\S+|\\s+");

  /** A word that the model does not have. */
  private static final double UNKNOWN = -12;

  /** A token with its log-probability. */
  record Scored(String text, double logprob) {}

  List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  double logprob(String before, String token) {
    double total = 0;
    for (String word : WORDS) {
      total += Math.exp(logit(before, word));
    }
    return WORDS.contains(token) ? logit(before, token) - Math.log(total) : UNKNOWN;
  }

  private static double logit(String before, String word) {
    return new Random(31L * before.hashCode() + word.hashCode()).nextDouble() * 4;
  }

  /** Greedy without a generator. */
  List<Scored> generate(String prompt, int most, Random random) {
    List<String> tokens = tokens(prompt);
    String before = tokens.isEmpty() ? "" : tokens.get(tokens.size() - 1);
    List<Scored> generated = new ArrayList<>();
    while (generated.size() < most) {
      String next = random == null ? likeliest(before) : draw(before, random);
      generated.add(new Scored(next, logprob(before, next)));
      before = next;
    }
    return generated;
  }

  private static String likeliest(String before) {
    String best = WORDS.get(0);
    for (String word : WORDS) {
      if (logit(before, word) > logit(before, best)) {
        best = word;
      }
    }
    return best;
  }

  private String draw(String before, Random random) {
    double point = random.nextDouble();
    for (String word : WORDS) {
      point -= Math.exp(logprob(before, word));
      if (point < 0) {
        return word;
      }
    }
    return WORDS.get(WORDS.size() - 1);
  }
}
