package dev.regatta.coordinator.perturb;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.chinese.ChineseWords;
import dev.regatta.coordinator.chinese.Pinyin;
import dev.regatta.coordinator.perturb.ChineseRewriters.Homophones;
import dev.regatta.fetch.Fetched;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The word lists of perturbations: files that the user names, else those that are published with a
 * known hash, fetched when they are first needed; for misspellings Regatta's own list unless HELM's
 * is asked for. Files are read once. Thread-safe.
 */
public final class PerturbationResources {
  private static final String STANDARD_MISSPELLINGS = "misspellings.json";

  private final Map<WordFile, Path> files;
  private final boolean filesOfSweeps;
  private final Optional<Fetcher> fetcher;
  private final boolean helmMisspellings;
  private final Map<Path, Object> read = new ConcurrentHashMap<>();

  /**
   * @param misspellings JSON object of correct spellings and their lists of misspellings
   * @param dialect JSON object of lower-case words and their lists of synonyms
   * @param personNames lines of {@code name,type[,category,value]...}
   */
  public PerturbationResources(
      Optional<Path> misspellings, Optional<Path> dialect, Optional<Path> personNames) {
    this(new EnumMap<>(WordFile.class), true, Optional.empty(), false);
    misspellings.ifPresent(file -> files.put(WordFile.MISSPELLINGS, file));
    dialect.ifPresent(file -> files.put(WordFile.DIALECT, file));
    personNames.ifPresent(file -> files.put(WordFile.PERSON_NAMES, file));
  }

  private PerturbationResources(
      Map<WordFile, Path> files,
      boolean filesOfSweeps,
      Optional<Fetcher> fetcher,
      boolean helmMisspellings) {
    this.files = Collections.synchronizedMap(files);
    this.filesOfSweeps = filesOfSweeps;
    this.fetcher = fetcher;
    this.helmMisspellings = helmMisspellings;
  }

  /** Regatta's own list of misspellings and no files. */
  public static PerturbationResources standard() {
    return new PerturbationResources(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * The same word lists, and those of a directory where they have none.
   *
   * @param directory laid out as HELM's {@code benchmark_output/perturbations}: {@code
   *     dialect/SAE_to_AAVE_mapping.json}, {@code person_name/data/person_names.txt}, {@code
   *     synonym/wordnet_synonyms.json}, {@code mandarin_to_cantonese/conversion.json}; besides
   *     {@code misspellings/correct_to_misspelling.json}, OpenCC's {@code STPhrases.txt} and {@code
   *     STCharacters.txt} in {@code simplified_to_traditional}, and the Python packages {@code
   *     jieba} and {@code pypinyin}; each may be absent
   */
  public PerturbationResources withDirectory(Path directory) {
    Map<WordFile, Path> all = copy();
    for (WordFile file : WordFile.values()) {
      Path path = directory.resolve(file.place());
      if (Files.isRegularFile(path)) {
        all.putIfAbsent(file, path);
      }
    }
    return new PerturbationResources(all, filesOfSweeps, fetcher, helmMisspellings);
  }

  /** The same word lists, and those that are published with a known hash. */
  public PerturbationResources withFetcher(Fetcher published) {
    return new PerturbationResources(
        copy(), filesOfSweeps, Optional.of(published), helmMisspellings);
  }

  /** The same word lists, with HELM's misspellings in place of Regatta's own. */
  public PerturbationResources withHelmMisspellings() {
    return new PerturbationResources(copy(), filesOfSweeps, fetcher, true);
  }

  private Map<WordFile, Path> copy() {
    Map<WordFile, Path> copy = new EnumMap<>(WordFile.class);
    copy.putAll(files);
    return copy;
  }

  /** The same word lists, for sweeps of others: they must not name files of this machine. */
  public PerturbationResources withoutFilesOfSweeps() {
    return new PerturbationResources(copy(), false, fetcher, helmMisspellings);
  }

  /**
   * A file that perturbations need.
   *
   * @param place in a directory of such files
   * @param there whether it is there
   * @param remedy what happens, or is to be done, where it is not
   */
  public record Need(String place, boolean there, String remedy) {}

  /** Every file that some perturbation needs, without fetching any. */
  public List<Need> needs() {
    return Stream.of(WordFile.values())
        .map(file -> new Need(file.place(), files.containsKey(file), remedy(file)))
        .toList();
  }

  private static String remedy(WordFile file) {
    if (file == WordFile.MISSPELLINGS) {
      return "Regatta's own list takes its place, for HELM's run entries it is fetched";
    }
    return file.sha256().isPresent() ? "it is fetched when it is needed" : file.remedy();
  }

  Map<String, List<String>> misspellings() {
    if (helmMisspellings) {
      return lists(path(WordFile.MISSPELLINGS, Optional.empty()));
    }
    return Optional.ofNullable(files.get(WordFile.MISSPELLINGS))
        .map(this::wordLists)
        .orElseGet(StandardMisspellings::get);
  }

  /**
   * The path of a file, as statistics show it.
   *
   * @param argument of the perturbation; takes precedence
   */
  String path(WordFile file, Optional<String> argument) {
    return argument
        .or(() -> Optional.ofNullable(files.get(file)).map(Path::toString))
        .or(() -> published(file).map(Path::toString))
        .orElseThrow(
            () ->
                RegattaException.user(
                    "Perturbation "
                        + file.perturbation()
                        + " needs a file of words: "
                        + file.remedy()));
  }

  private Optional<Path> published(WordFile file) {
    if (fetcher.isEmpty() || file.sha256().isEmpty()) {
      return Optional.empty();
    }
    Fetched fetched = fetcher.get().fetch(List.of(file.address()), file.sha256());
    Path path =
        file.member()
            .map(member -> fetcher.get().unpack(fetched).resolve(member))
            .orElse(fetched.path());
    files.put(file, path);
    return Optional.of(path);
  }

  /** Words and their lists of words. */
  Map<String, List<String>> lists(String file) {
    return wordLists(permitted(file));
  }

  /** Phrases and their replacements, in the order of the file. */
  Map<String, String> phrases(String file) {
    return read(
        file,
        (path, name) ->
            json(
                path,
                new TypeReference<LinkedHashMap<String, String>>() {},
                "a JSON object of phrases and their replacements"));
  }

  PersonNames personNames(String file) {
    return read(
        file,
        (path, name) -> {
          try {
            return PersonNames.parse(Files.readAllLines(path), name);
          } catch (IOException e) {
            throw unreadable(path, "lines of name,type[,category,value]...", e);
          }
        });
  }

  /** Rows of a gender file, a JSON list of lists. */
  List<List<String>> genderRows(String file, int columns) {
    List<List<String>> rows =
        json(permitted(file), new TypeReference<>() {}, "a list of lists of words");
    for (List<String> row : rows) {
      if (row.size() != columns) {
        throw RegattaException.user(
            file + ": " + row + " (expected: " + columns + " words, one of each gender)");
      }
    }
    return rows;
  }

  /** The dictionaries of OpenCC in the directory of a file. */
  ChineseScript chineseScript(String phrases) {
    return read(phrases, (path, name) -> ChineseScript.read(path.toAbsolutePath().getParent()));
  }

  /** How jieba cuts texts into words. */
  ChineseWords chineseWords() {
    return read(
        path(WordFile.CHINESE_WORDS, Optional.empty()),
        (path, name) -> ChineseWords.read(path.toAbsolutePath().getParent()));
  }

  /** How pypinyin pronounces texts. */
  Pinyin pinyin() {
    return read(
        path(WordFile.PINYIN, Optional.empty()),
        (path, name) -> Pinyin.read(path.toAbsolutePath().getParent()));
  }

  /** What sounds alike, by a directory of CLEVA's tables. */
  Homophones homophones(String file, boolean tones) {
    Path directory = permitted(file).toAbsolutePath().getParent();
    String kind = tones ? "" : "toneless_";
    return new Homophones(
        sounds(directory.resolve(kind + "pinyin_to_char.json")),
        sounds(directory.resolve(kind + "pinyin_to_common_char.json")),
        sounds(directory.resolve(kind + "pinyin_to_word.json")));
  }

  @SuppressWarnings("unchecked") // a file is always read as the same type
  private Map<String, JsonNode> sounds(Path file) {
    return (Map<String, JsonNode>)
        read.computeIfAbsent(
            file,
            path ->
                json(
                    path,
                    new TypeReference<Map<String, JsonNode>>() {},
                    "a JSON object of sounds and the characters or words that have them"));
  }

  /** Chinese words for men and women, in lines with a blank between the two. */
  Map<String, String> chineseGenders(String file, boolean toFemale) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String line : lines(permitted(file))) {
      String[] pair = line.split(" ");
      if (pair.length < 2) {
        throw RegattaException.user(file + ": " + line + " (expected: two words and a blank)");
      }
      words.put(toFemale ? pair[0] : pair[1], toFemale ? pair[1] : pair[0]);
    }
    return words;
  }

  private static List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> !line.isBlank()).toList();
    } catch (IOException | UncheckedIOException e) {
      throw RegattaException.user("Cannot read " + file + ": " + e.getMessage());
    }
  }

  /** WordNet's lists of irregular forms, which may lie beside the synonyms. */
  Morphology morphology(String synonyms) {
    return Morphology.of(
        lists(synonyms).keySet(), permitted(synonyms).toAbsolutePath().getParent());
  }

  private Path permitted(String file) {
    Path path = Path.of(file);
    if (!filesOfSweeps && !files.containsValue(path)) {
      throw RegattaException.user(
          "A submitted sweep must not name the file "
              + file
              + " (expected: word lists that the coordinator is configured with)");
    }
    return path;
  }

  @SuppressWarnings("unchecked") // a file is always read as the same type
  private <T> T read(String file, BiFunction<Path, String, T> reader) {
    return (T) read.computeIfAbsent(permitted(file), path -> reader.apply(path, file));
  }

  @SuppressWarnings("unchecked") // nothing else is stored under the path of such a file
  private Map<String, List<String>> wordLists(Path file) {
    return (Map<String, List<String>>)
        read.computeIfAbsent(
            file,
            path ->
                json(
                    path,
                    new TypeReference<LinkedHashMap<String, List<String>>>() {},
                    "a JSON object of words and lists of words"));
  }

  private static <T> T json(Path file, TypeReference<T> type, String expected) {
    try {
      return Json.MAPPER.readValue(file.toFile(), type);
    } catch (IOException e) {
      throw unreadable(file, expected, e);
    }
  }

  static RegattaException unreadable(Path file, String expected, IOException cause) {
    return RegattaException.user(
        "Cannot read " + file + " (expected: " + expected + "): " + cause.getMessage());
  }

  /** Parsed when first asked for. */
  private static final class StandardMisspellings {
    private static final Map<String, List<String>> WORDS = load();

    static Map<String, List<String>> get() {
      return WORDS;
    }

    private static Map<String, List<String>> load() {
      try (InputStream json =
          PerturbationResources.class.getResourceAsStream(STANDARD_MISSPELLINGS)) {
        return Json.MAPPER.readValue(
            json, new TypeReference<LinkedHashMap<String, List<String>>>() {});
      } catch (IOException e) {
        throw RegattaException.internal("Cannot read the list of misspellings", e);
      }
    }
  }
}
