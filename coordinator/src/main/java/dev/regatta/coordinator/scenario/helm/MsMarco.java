package dev.regatta.coordinator.scenario.helm;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.random.PythonRandom;
import dev.regatta.coordinator.scenario.Arguments;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * MS MARCO passages: queries, each with the passages that were judged and those that BM25 ranks
 * first. References stand in one random order of all passages, so that their place tells nothing.
 */
final class MsMarco {
  private static final String CODALAB = "https://worksheets.codalab.org/rest/bundles/";
  private static final String MICROSOFT = "https://msmarco.blob.core.windows.net/msmarcoranking/";
  private static final String DOCUMENTS = "documents";
  private static final Map<String, String> ADDRESSES =
      Map.of(
          DOCUMENTS,
          codalab("0x50d32fc56ad04dd89510bf86f9c1c9d3"),
          "train_queries",
          MICROSOFT + "queries.train.tsv",
          "train_qrels",
          MICROSOFT + "qrels.train.tsv",
          "train_topk",
          codalab("0x8c43d4ec02ea48d6a727683a9676b77b"),
          "regular_queries",
          codalab("0xf5ccf54707b548f9a4c43502c6f15719"),
          "regular_qrels",
          MICROSOFT + "qrels.dev.small.tsv",
          "regular_topk",
          codalab("0xbc3dfacb2b7746809e582ee01fa5fe70"),
          "trec_queries",
          MICROSOFT + "msmarco-test2019-queries.tsv.gz",
          "trec_qrels",
          "https://trec.nist.gov/data/deep/2019qrels-pass.txt",
          "trec_topk",
          codalab("0x2e80572f93b748d594b817249013bdac"));
  private static final int SEED = 1885;
  private static final int TRAIN_QUERIES = 1000;
  private static final int TRAIN_TOP = 20;
  private static final int FIRST_WRONG_RANK = 11;
  private static final int MAX_TOP = 1000;
  private static final String TREC = "trec";

  private final HelmData data;
  private final String track;
  private final Optional<Integer> validTop;

  /** Queries of a split with their judgements and rankings. */
  private record Part(
      String split,
      Map<Integer, String> queries,
      Map<Integer, Map<Integer, Integer>> judged,
      Map<Integer, Map<Integer, Integer>> ranked,
      Set<Integer> gold) {

    /**
     * @param relevance null where the passage was not judged
     */
    boolean isGold(Integer relevance) {
      return relevance != null && gold.contains(relevance);
    }

    /** Queries with a gold passage, and with enough ranked ones where that is asked. */
    List<Integer> usable(List<Integer> order, Optional<Integer> ranks) {
      return order.stream()
          .filter(
              id -> judged.getOrDefault(id, Map.of()).values().stream().anyMatch(gold::contains))
          .filter(
              id ->
                  ranks.isEmpty() || ranked.containsKey(id) && ranked.get(id).size() >= ranks.get())
          .toList();
    }
  }

  private MsMarco(HelmData data, String track, Optional<Integer> validTop) {
    this.data = data;
    this.track = track;
    this.validTop = validTop;
  }

  private static String codalab(String bundle) {
    return CODALAB + bundle + "/contents/blob/";
  }

  static Conversion of(Arguments args) {
    String track = args.oneOf("track", List.of("regular", TREC));
    Optional<Integer> top = args.optionalInteger("valid_topk", FIRST_WRONG_RANK, MAX_TOP);
    return data -> new MsMarco(data, track, top).instances();
  }

  private List<Instance> instances() {
    List<Integer> order = documents();
    Part train = part("train", Instance.TRAIN, Set.of(1));
    Part valid = part(track, Instance.VALID, track.equals(TREC) ? Set.of(2, 3) : Set.of(1));
    PythonRandom random = new PythonRandom(SEED);
    random.shuffle(order);
    List<Integer> trainOrder = shuffled(train.queries(), random);
    List<Integer> validOrder = shuffled(valid.queries(), random);
    List<Asked> asked = new ArrayList<>();
    train.usable(trainOrder, Optional.of(TRAIN_TOP)).stream()
        .limit(TRAIN_QUERIES)
        .forEach(id -> asked.add(new Asked(train, id, pair(train, id))));
    valid
        .usable(validOrder, validTop)
        .forEach(id -> asked.add(new Asked(valid, id, candidates(valid, id))));
    Passages passages = passages(order, asked);
    return asked.stream().map(one -> instance(one, passages)).toList();
  }

  /** A query and the passages to choose from. */
  private record Asked(Part part, int query, List<Integer> documents) {}

  /** The passages that are asked about: of nine million some ten thousand. */
  private record Passages(Map<Integer, String> texts, Map<Integer, Integer> places) {

    int place(int document) {
      return Optional.ofNullable(places.get(document))
          .orElseThrow(() -> RegattaException.user("MS MARCO: no document " + document));
    }
  }

  private Passages passages(List<Integer> order, List<Asked> asked) {
    Set<Integer> wanted = new HashSet<>();
    asked.forEach(one -> wanted.addAll(one.documents()));
    Map<Integer, Integer> places = new HashMap<>();
    for (int place = 0; place < order.size(); place++) {
      if (wanted.contains(order.get(place))) {
        places.put(order.get(place), place);
      }
    }
    Map<Integer, String> texts = new HashMap<>();
    texts(
        DOCUMENTS,
        (document, text) -> {
          if (wanted.contains(document)) {
            texts.put(document, text);
          }
        });
    return new Passages(texts, places);
  }

  /** Their numbers, each once. */
  private List<Integer> documents() {
    BitSet seen = new BitSet();
    List<Integer> documents = new ArrayList<>();
    texts(
        DOCUMENTS,
        (document, text) -> {
          if (!seen.get(document)) {
            seen.set(document);
            documents.add(document);
          }
        });
    return documents;
  }

  private static List<Integer> shuffled(Map<Integer, String> texts, PythonRandom random) {
    List<Integer> ids = new ArrayList<>(texts.keySet());
    random.shuffle(ids);
    return ids;
  }

  private Part part(String name, String split, Set<Integer> gold) {
    return new Part(
        split,
        texts(name + "_queries"),
        numbers(name + "_qrels", 2, 3),
        numbers(name + "_topk", 1, 2),
        gold);
  }

  /** The best judged passage, and the best ranked one that is not gold and not among the first. */
  private static List<Integer> pair(Part part, int query) {
    Map<Integer, Integer> judged = part.judged().get(query);
    int correct =
        judged.entrySet().stream()
            .sorted(Comparator.comparing(entry -> -entry.getValue()))
            .findFirst()
            .orElseThrow()
            .getKey();
    int wrong =
        part.ranked().get(query).entrySet().stream()
            .filter(e -> e.getValue() >= FIRST_WRONG_RANK && e.getValue() <= TRAIN_TOP)
            .map(Map.Entry::getKey)
            .filter(document -> !part.isGold(judged.get(document)))
            .findFirst()
            .orElseThrow(
                () ->
                    RegattaException.user(
                        "MS MARCO: the train query " + query + " has no passage that is not gold"));
    return List.of(correct, wrong);
  }

  private List<Integer> candidates(Part part, int query) {
    Stream<Integer> ranked =
        validTop.stream()
            .flatMap(
                top ->
                    part.ranked().get(query).entrySet().stream()
                        .filter(entry -> entry.getValue() <= top)
                        .map(Map.Entry::getKey));
    return Stream.concat(part.judged().get(query).keySet().stream(), ranked).distinct().toList();
  }

  private static Instance instance(Asked asked, Passages passages) {
    Part part = asked.part();
    List<Reference> references =
        asked.documents().stream()
            .sorted(Comparator.comparing(passages::place))
            .map(id -> reference(part, asked.query(), id, passages.texts().get(id)))
            .toList();
    return Instance.of(part.queries().get(asked.query()), references, part.split());
  }

  private static Reference reference(Part part, int query, int document, String text) {
    Integer relevance = part.judged().get(query).get(document);
    Integer rank = part.ranked().getOrDefault(query, Map.of()).get(document);
    List<String> tags = new ArrayList<>(List.of("docid=" + document));
    if (part.isGold(relevance)) {
      tags.add(Reference.CORRECT);
    }
    if (relevance != null && relevance != 0) {
      tags.add("relevance=" + relevance);
    }
    if (rank != null && rank != 0) {
      tags.add("rank=" + rank);
    }
    return new Reference(text, tags);
  }

  private Path file(String name) {
    return data.file("data/" + name + ".tsv", ADDRESSES.get(name));
  }

  private Map<Integer, String> texts(String name) {
    Map<Integer, String> texts = new LinkedHashMap<>();
    texts(name, texts::put);
    return texts;
  }

  private void texts(String name, BiConsumer<Integer, String> text) {
    data.table(
        file(name),
        '\t',
        row -> {
          if (row.size() < 2) {
            throw RegattaException.user(
                "MS MARCO: " + name + ": " + row + " (expected: a number and a text)");
          }
          text.accept(number(name, row, 0), row.get(1));
        });
  }

  /** One column by query and document; the fields of one of the files stand between blanks. */
  private Map<Integer, Map<Integer, Integer>> numbers(String name, int document, int value) {
    Map<Integer, Map<Integer, Integer>> numbers = new LinkedHashMap<>();
    for (String line : data.lines(file(name))) {
      if (!line.isBlank()) {
        List<String> row = List.of(line.split("[\t ]"));
        numbers
            .computeIfAbsent(number(name, row, 0), id -> new LinkedHashMap<>())
            .put(number(name, row, document), number(name, row, value));
      }
    }
    return numbers;
  }

  private static int number(String name, List<String> row, int column) {
    try {
      return Integer.parseInt(row.get(column));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw RegattaException.user(
          "MS MARCO: " + name + ": " + row + " (expected: a number in column " + column + ")");
    }
  }
}
