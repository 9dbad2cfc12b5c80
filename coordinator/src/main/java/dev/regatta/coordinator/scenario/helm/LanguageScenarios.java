package dev.regatta.coordinator.scenario.helm;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.scenario.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Texts whose likelihood is measured, and texts of given lengths. */
final class LanguageScenarios {
  private static final String CODALAB = "https://worksheets.codalab.org/rest/bundles/";
  private static final String TWEETS = CODALAB + "0x31485f8c37ad481fb9f4e9bf7ccff6e5";
  private static final String EFFICIENCY = CODALAB + "0x17a361bc066b4b0e87d968069759d361";
  private static final Archive WIKITEXT =
      Archive.of(
          "data", "https://s3.amazonaws.com/research.metamind.io/wikitext/wikitext-103-raw-v1.zip");
  private static final Pattern TITLE = Pattern.compile(" = .+ = \n", Pattern.UNIX_LINES);
  private static final Pattern SECTION = Pattern.compile(" = = .+ = = \n", Pattern.UNIX_LINES);
  private static final String EMPTY = " \n";

  private LanguageScenarios() {}

  static Map<String, Source> tweets(Arguments args) {
    String demographic = args.text("demographic", "aa");
    String file = demographic + "_tweets.csv";
    args.oneOf("demographic", List.of("aa", "white"));
    return Map.of("test", new Source(file, TWEETS + "/contents/blob/" + file));
  }

  /** Articles, each from its title between two empty lines to the next one. */
  static List<Instance> wikitext(HelmData data) {
    String[] lines = data.text(data.file(WIKITEXT, "wiki.test.raw")).split("(?<=\n)");
    List<Instance> articles = new ArrayList<>();
    StringBuilder article = new StringBuilder();
    for (int i = 0; i < lines.length; ) {
      boolean starts = startsArticle(lines, i);
      if (starts && article.length() > 0) {
        articles.add(Instance.of(article.toString(), List.of(), Instance.TEST));
        article.setLength(0);
      }
      // The line after a title does not begin an article, whatever follows it.
      for (int end = starts ? i + 3 : i + 1; i < end; i++) {
        article.append(lines[i]);
      }
    }
    if (article.length() > 0) {
      articles.add(Instance.of(article.toString(), List.of(), Instance.TEST));
    }
    return articles;
  }

  private static boolean startsArticle(String[] lines, int i) {
    return i + 2 < lines.length
        && lines[i].equals(EMPTY)
        && lines[i + 2].equals(EMPTY)
        && TITLE.matcher(lines[i + 1]).matches()
        && !SECTION.matcher(lines[i + 1]).matches();
  }

  /** Texts that have a number of tokens by some tokenizer. */
  static Conversion efficiency(Arguments args) {
    String tokens = args.text("num_prompt_tokens");
    int instances = args.integer("num_instances", 0, Integer.MAX_VALUE);
    String tokenizer = args.text("tokenizer").replace('/', '_');
    return data -> {
      List<Instance> all = new ArrayList<>();
      for (int i = 0; i < instances; i++) {
        String name =
            "num_prompt_tokens=" + tokens + ",tokenizer=" + tokenizer + ",id=" + i + ".txt";
        Path file = data.file(name, EFFICIENCY + "/contents/blob/" + name);
        all.add(Instance.of(data.text(file), Instances.correct(""), Instance.TEST));
      }
      return all;
    };
  }
}
