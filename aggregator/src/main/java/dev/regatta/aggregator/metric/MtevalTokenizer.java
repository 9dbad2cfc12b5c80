package dev.regatta.aggregator.metric;

import java.util.List;

/** Tokens of NIST's mteval-v13a script, as machine translation is scored with them. */
final class MtevalTokenizer {
  private static final String MARKS = "!\"#$%&()*+:;<=>?@/[\\]^_`{|}~";
  private static final TextRules RULES =
      new TextRules()
          .add(MARKS, "([{-~\\[-` -&(-+:-@/])", " $1 ")
          .add(".,", "([^0-9])([.,])", "$1 $2 ")
          .add(".,", "([.,])([^0-9])", " $1 $2")
          .add("-", "([0-9])(-)", "$1 $2 ");

  private MtevalTokenizer() {}

  static List<String> tokens(String text) {
    String line = text.replace("<skipped>", "").replace("-\n", "").replace('\n', ' ');
    if (line.indexOf('&') >= 0) {
      line =
          line.replace("&quot;", "\"")
              .replace("&amp;", "&")
              .replace("&lt;", "<")
              .replace("&gt;", ">");
    }
    return PythonText.words(RULES.apply(' ' + line + ' '));
  }
}
