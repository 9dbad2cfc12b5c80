package dev.regatta.aggregator.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Words and punctuation by the conventions of the Penn Treebank, in the two variants that NLTK has:
 * the improved one of its {@code word_tokenize}, which works on sentences, and the plain one.
 */
final class WordTokenizer {
  private static final String QUOTES = "\"'";
  private static final WordTokenizer IMPROVED =
      new WordTokenizer(
          improved(),
          contractions(
              quotes(new TextRules().add("»", "([»”’])", " $1 "))
                  .add("'", TextRules.SPACE + "+", " ")));
  private static final WordTokenizer PLAIN =
      new WordTokenizer(plain(), contractions(quotes(new TextRules())));

  private final TextRules marks;
  private final TextRules contractions;

  private WordTokenizer(TextRules marks, TextRules contractions) {
    this.marks = marks;
    this.contractions = contractions;
  }

  /** NLTK's {@code word_tokenize}: sentence by sentence. */
  static List<String> words(String text) {
    List<String> sentences = Sentences.split(text);
    if (sentences.size() == 1) {
      return IMPROVED.tokenize(sentences.get(0));
    }
    List<String> words = new ArrayList<>();
    sentences.forEach(sentence -> words.addAll(IMPROVED.tokenize(sentence)));
    return words;
  }

  /** NLTK's {@code TreebankWordTokenizer}. */
  static List<String> treebank(String text) {
    return PLAIN.tokenize(text);
  }

  /** As {@link #words} of one sentence, by the rules in any case. */
  static List<String> improvedByRules(String sentence) {
    return IMPROVED.byRules(sentence);
  }

  /** As {@link #treebank}, by the rules in any case. */
  static List<String> treebankByRules(String text) {
    return PLAIN.byRules(text);
  }

  private List<String> tokenize(String text) {
    return PlainSentence.is(text) ? PlainSentence.words(text) : byRules(text);
  }

  private List<String> byRules(String text) {
    return PythonText.words(contractions.apply(' ' + marks.apply(text) + ' '));
  }

  private static TextRules improved() {
    TextRules rules =
        new TextRules()
            .add("`«", "([«“‘„]|`+)", " $1 ")
            .add("\"", "^\"", "``")
            .add("`\"", "(``)", " $1 ")
            .add(QUOTES, "([ (\\[{<])(\"|'{2})", "$1 `` ")
            .add("'", opening(), "$1 $2")
            .add(".", "([^.])(\\.)([\\])}>\"'»”’ ]*)" + TextRules.SPACE + "*$", "$1 $2 $3 ")
            .add(":,", "([:,])(\\P{Nd})", " $1 $2")
            .add(":,", "([:,])$", " $1 ")
            .add(".", "\\.{2,}", " $0 ")
            .add(".", "([^.])(\\.)(?=[»”’])", "$1 $2 ")
            .add("—", "[–—]", " $0 ")
            .add(";@#$%&", "[;@#$%&]", " $0 ")
            .add(".", "([^.])(\\.)([\\])}>\"']*)" + TextRules.SPACE + "*$", "$1 $2$3 ")
            .add("?!", "[?!]", " $0 ")
            .add("'", "([^'])' ", "$1 ' ")
            .add("*", "\\*", " $0 ");
    return brackets(rules);
  }

  private static TextRules plain() {
    TextRules rules =
        new TextRules()
            .add("\"", "^\"", "``")
            .add("`\"", "(``)", " $1 ")
            .add(QUOTES, "([ (\\[{<])(\"|'{2})", "$1 `` ")
            .add(":,", "([:,])(\\P{Nd})", " $1 $2")
            .add(":,", "([:,])$", " $1 ")
            .add(".", "\\.\\.\\.", " ... ")
            .add(";@#$%&", "[;@#$%&]", " $0 ")
            .add(".", "([^.])(\\.)([\\])}>\"']*)" + TextRules.SPACE + "*$", "$1 $2$3 ")
            .add("?!", "[?!]", " $0 ")
            .add("'", "([^'])' ", "$1 ' ");
    return brackets(rules);
  }

  private static TextRules brackets(TextRules rules) {
    return rules.add("[](){}<>", "[\\]\\[(){}<>]", " $0 ").add("-", "--", " -- ");
  }

  private static TextRules quotes(TextRules rules) {
    return rules.add("'", "''", " '' ").add("\"", "\"", " '' ");
  }

  /** What English shortens, where a blank follows; the text has one at both ends by now. */
  private static TextRules contractions(TextRules rules) {
    return rules
        .add("'", "([^' ])('[sS]|'[mM]|'[dD]|') ", "$1 $2 ")
        .add("'", "([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", "$1 $2 ")
        .addWhere("cannot", whole("can", "not"), " $1 $2 ")
        .addWhere("d'ye", whole("d", "'ye"), " $1 $2 ")
        .addWhere("gimme", whole("gim", "me"), " $1 $2 ")
        .addWhere("gonna", whole("gon", "na"), " $1 $2 ")
        .addWhere("gotta", whole("got", "ta"), " $1 $2 ")
        .addWhere("lemme", whole("lem", "me"), " $1 $2 ")
        .addWhere("more'n", whole("more", "'n"), " $1 $2 ")
        .addWhere(
            "wanna",
            "(?i)" + TextRules.WORD_STARTS + "(wan)(na)(?=" + TextRules.SPACE + ")",
            " $1 $2 ")
        .addWhere("'tis", "(?i) ('t)(is)" + TextRules.WORD_ENDS, " $1 $2 ")
        .addWhere("'twas", "(?i) ('t)(was)" + TextRules.WORD_ENDS, " $1 $2 ");
  }

  /** An apostrophe that begins a word which is none of the usual endings. */
  private static String opening() {
    // The mark first, so that what stands before it is looked at only there.
    return "(?i)(')(?<!" + TextRules.WORD + "')(?!re|ve|ll|m|t|s|d|n)(" + TextRules.WORD + ")";
  }

  private static String whole(String first, String second) {
    return "(?i)" + TextRules.WORD_STARTS + "(" + first + ")(" + second + ")" + TextRules.WORD_ENDS;
  }
}
