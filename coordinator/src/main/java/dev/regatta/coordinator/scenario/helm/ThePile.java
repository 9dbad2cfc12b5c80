package dev.regatta.coordinator.scenario.helm;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.scenario.Arguments;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Documents of one part of the Pile's test set; of the larger parts a published sample. */
final class ThePile {
  private static final String TEST_SET = "https://the-eye.eu/public/AI/pile/test.jsonl.zst";
  private static final String SAMPLES =
      "https://raw.githubusercontent.com/EleutherAI/lm_perplexity/main/assets/test_subsample_indices/";

  /** Folder of the sample's indices; empty for parts that are taken whole. */
  private static final Map<String, String> SAMPLE =
      Map.ofEntries(
          Map.entry("ArXiv", "arxiv"),
          Map.entry("BookCorpus2", ""),
          Map.entry("Books3", "bibliotik"),
          Map.entry("DM Mathematics", "dm-mathematics"),
          Map.entry("Enron Emails", "enron"),
          Map.entry("EuroParl", "europarl"),
          Map.entry("FreeLaw", "freelaw"),
          Map.entry("Github", "github"),
          Map.entry("Gutenberg (PG-19)", "gutenberg"),
          Map.entry("HackerNews", "hackernews"),
          Map.entry("NIH ExPorter", "nih-exporter"),
          Map.entry("OpenSubtitles", "opensubtitles"),
          Map.entry("OpenWebText2", "openwebtext2"),
          Map.entry("PhilPapers", ""),
          Map.entry("Pile-CC", "commoncrawl"),
          Map.entry("PubMed Abstracts", "pubmed-abstracts"),
          Map.entry("PubMed Central", "pubmed-central"),
          Map.entry("StackExchange", "stackexchange"),
          Map.entry("USPTO Backgrounds", "uspto"),
          Map.entry("Ubuntu IRC", ""),
          Map.entry("Wikipedia (en)", "wikipedia"),
          Map.entry("YoutubeSubtitles", "youtubesubtitles"));

  private ThePile() {}

  static Conversion of(Arguments args) {
    String subset = args.oneOf("subset", SAMPLE.keySet().stream().sorted().toList());
    return data -> {
      List<Instance> documents = new ArrayList<>();
      data.jsonLines(
          data.file("data", TEST_SET),
          document -> {
            if (document.path("meta").path("pile_set_name").asText().equals(subset)) {
              String text = document(document.path("text").asText());
              documents.add(Instance.of(text, List.of(), Instance.TEST));
            }
          });
      String sample = SAMPLE.get(subset);
      return sample.isEmpty() ? documents : sampled(data, sample, documents);
    };
  }

  /** HELM writes the texts into a separated file and reads them back. */
  private static String document(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static List<Instance> sampled(HelmData data, String sample, List<Instance> documents) {
    String path = sample + "/group0.json";
    TreeSet<Integer> indices = new TreeSet<>();
    data.json(data.file(path, SAMPLES + path)).forEach(index -> indices.add(index.asInt()));
    if (!indices.isEmpty() && indices.last() >= documents.size()) {
      throw RegattaException.user(
          "The Pile: "
              + documents.size()
              + " documents (expected: more than "
              + indices.last()
              + ", the last index of the sample "
              + path
              + ")");
    }
    return indices.stream().map(documents::get).toList();
  }
}
