package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sentences by the Punkt method (Kiss and Strunk 2006) as NLTK applies it, without a trained list
 * of abbreviations: what matters for words is only whether a full stop ends a sentence.
 */
final class Sentences {
  private static final String S = TextRules.SPACE;
  private static final String NOT_S = "[^" + S.substring(1);
  private static final String NON_WORD = "[)\";}\\]*:@'({\\[?!]";
  private static final String MULTIPLE = "-{2,}|\\.{2,}|(?:\\." + S + "){2,}\\.";
  private static final Pattern END =
      Pattern.compile("[.?!](?=(" + NON_WORD + "|" + S + "+(" + NOT_S + "+)))");
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?:%2$s)|(?=[^(\"`{\\[:;&#*@)}\\]\\-,])%4$s+?(?=%1$s|$|%3$s|%2$s|,(?=$|%1$s|%3$s|%2$s))|%4$s"
              .formatted(S, MULTIPLE, NON_WORD, NOT_S));
  private static final Pattern CLOSING = Pattern.compile("[\"')\\]}]+?(?:" + S + "+|(?=--)|$)");
  private static final Pattern NUMBER = Pattern.compile("-?[.,]?\\p{Nd}[\\p{Nd},.\\-]*\\.?");
  private static final Pattern INITIAL = Pattern.compile("\\p{L}\\.");

  private Sentences() {}

  /** The sentences; empty where there is nothing but white space. */
  static List<String> split(String text) {
    if (PythonText.strip(text).isEmpty()) {
      return List.of();
    }
    if (noEnd(text)) {
      return List.of(text);
    }
    return withClosing(text, pieces(text));
  }

  private static boolean noEnd(String text) {
    for (int i = 0; i + 1 < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == '?' || c == '!') {
        return false;
      }
    }
    return true;
  }

  /** Part of a text. */
  private record Span(int start, int end) {}

  private static List<Span> pieces(String text) {
    List<Span> pieces = new ArrayList<>();
    int from = 0;
    for (Candidate end : candidates(text)) {
      if (breaks(end.context)) {
        pieces.add(new Span(from, end.end));
        from = end.next;
      }
    }
    pieces.add(new Span(from, Math.max(from, text.length() - trailingSpace(text))));
    return pieces;
  }

  /**
   * Where a sentence may end.
   *
   * @param context the word before, the mark, and what follows
   */
  private record Candidate(String context, int end, int next) {}

  /** Of several in one word, the last. */
  private static List<Candidate> candidates(String text) {
    List<Candidate> candidates = new ArrayList<>();
    Matcher matcher = END.matcher(text);
    Candidate pending = null;
    int wordStart = 0;
    int wordEnd = 0;
    while (matcher.find()) {
      int space = lastSpace(text, wordEnd, matcher.start());
      int start = space > wordEnd ? space + 1 : wordStart;
      if (pending != null && wordEnd <= start) {
        candidates.add(pending);
      }
      String context = text.substring(start, matcher.start()) + matcher.group() + matcher.group(1);
      int next = matcher.start(2) >= 0 ? matcher.start(2) : matcher.end();
      pending = new Candidate(context, matcher.end(), next);
      wordStart = start;
      wordEnd = matcher.start();
    }
    if (pending != null) {
      candidates.add(pending);
    }
    return candidates;
  }

  /** Python looks for ASCII's white space here; {@code from} counts as none. */
  private static int lastSpace(String text, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      char c = text.charAt(i);
      if (c == ' ' || c >= '\t' && c <= '\r') {
        return i;
      }
    }
    return from;
  }

  /** Whether a token other than the last ends a sentence. */
  private static boolean breaks(String context) {
    List<String> tokens = new ArrayList<>();
    for (String line : context.split("\n", -1)) {
      Matcher matcher = TOKEN.matcher(line);
      while (matcher.find()) {
        tokens.add(matcher.group());
      }
    }
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (ends(tokens.get(i)) && !continues(tokens.get(i), tokens.get(i + 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean ends(String token) {
    return token.equals("?") || token.equals("!") || token.endsWith(".") && !token.endsWith("..");
  }

  /** An initial before a capital, or an initial or number before a small letter or punctuation. */
  private static boolean continues(String token, String next) {
    boolean initial = INITIAL.matcher(token).matches();
    if (!initial && !NUMBER.matcher(token).matches() || !token.endsWith(".")) {
      return false;
    }
    int first = next.codePointAt(0);
    return Character.isLowerCase(first)
        || next.length() == 1 && ";:,.!?".contains(next)
        || initial && Character.isUpperCase(first);
  }

  /** Quotes and brackets that close a sentence go with it. */
  private static List<String> withClosing(String text, List<Span> pieces) {
    List<String> sentences = new ArrayList<>();
    int from = pieces.get(0).start;
    for (int i = 0; i < pieces.size(); i++) {
      int end = pieces.get(i).end;
      int next = i + 1 < pieces.size() ? pieces.get(i + 1).start : end;
      if (i + 1 < pieces.size()) {
        Matcher closing = CLOSING.matcher(text).region(next, pieces.get(i + 1).end);
        if (closing.lookingAt()) {
          end = next + closing.group().length() - trailingSpace(closing.group());
          next = closing.end();
        }
      }
      if (end > from) {
        sentences.add(text.substring(from, end));
      }
      from = next;
    }
    return sentences;
  }

  private static int trailingSpace(String text) {
    int end = text.length();
    while (end > 0 && PythonText.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.length() - end;
  }
}
