package dev.regatta.aggregator.metric;

import java.util.List;

/**
 * ROUGE of summaries, and how much of them is copied from the article: coverage, density and
 * compression by the fragments that summary and article share (Grusky, Naaman and Artzi 2018). HELM
 * splits words with spaCy for the latter and calls them {@code summarization_*}; the words here are
 * NLTK's, hence the other names.
 */
final class Summaries implements InstanceMetric {

  @Override
  public List<String> columns() {
    return List.of(
        "rouge_1",
        "rouge_2",
        "rouge_l",
        "extractive_coverage",
        "extractive_density",
        "extractive_compression");
  }

  @Override
  public boolean readsInstance() {
    return true;
  }

  @Override
  public void score(List<RequestState> states, double[] row, int column) {
    RequestState state = states.get(0);
    String summary = bare(PythonText.strip(state.completion()));
    if (!state.golds().isEmpty()) {
      row[column] = best(Rouge::rouge1, state.golds(), summary);
      row[column + 1] = best(Rouge::rouge2, state.golds(), summary);
      row[column + 2] = best(Rouge::rougeL, state.golds(), summary);
    }
    if (!state.instance().input().isEmpty()) {
      fragments(state.instance().input(), summary, row, column + 3);
    }
  }

  private static double best(StringMetric metric, List<String> golds, String summary) {
    return golds.stream().mapToDouble(gold -> metric.score(gold, summary)).max().orElseThrow();
  }

  private static String bare(String summary) {
    int start = summary.startsWith("{") ? 1 : 0;
    int end = summary.length() > start && summary.endsWith("}") ? 1 : 0;
    return summary.substring(start, summary.length() - end);
  }

  private static void fragments(String text, String summary, double[] row, int column) {
    NgramIndex index = new NgramIndex(1);
    int[] article = index.number(WordTokenizer.words(PythonText.lower(text)))[0];
    int[] words = index.number(WordTokenizer.words(PythonText.lower(summary)))[0];
    if (words.length == 0) {
      return;
    }
    double covered = 0;
    double squares = 0;
    for (int i = 0; i < words.length; ) {
      int length = longest(words, i, article);
      covered += length;
      squares += (double) length * length;
      i += Math.max(1, length);
    }
    row[column] = covered / words.length;
    row[column + 1] = squares / words.length;
    row[column + 2] = (double) article.length / words.length;
  }

  /** Length of the longest fragment of the article that begins a summary's rest. */
  private static int longest(int[] summary, int start, int[] article) {
    int longest = 0;
    for (int j = 0; j < article.length; ) {
      int length = 0;
      while (start + length < summary.length
          && j + length < article.length
          && summary[start + length] == article[j + length]) {
        length++;
      }
      longest = Math.max(longest, length);
      j += Math.max(1, length);
    }
    return longest;
  }
}
