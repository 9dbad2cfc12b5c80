package dev.regatta.coordinator.perturb;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The word lists of perturbations: the misspellings that come with Regatta unless another file is
 * given, and files of dialect words, person names, synonyms and phrases, for which there is no
 * default. Files are read once. Thread-safe.
 */
public final class PerturbationResources {
  private static final String STANDARD_MISSPELLINGS = "misspellings.json";

  private final Map<WordFile, Path> files;
  private final boolean filesOfSweeps;
  private final Map<Path, Object> read = new ConcurrentHashMap<>();

  /**
   * @param misspellings JSON object of correct spellings and their lists of misspellings
   * @param dialect JSON object of lower-case words and their lists of synonyms
   * @param personNames lines of {@code name,type[,category,value]...}
   */
  public PerturbationResources(
      Optional<Path> misspellings, Optional<Path> dialect, Optional<Path> personNames) {
    this(new EnumMap<>(WordFile.class), true);
    misspellings.ifPresent(file -> files.put(WordFile.MISSPELLINGS, file));
    dialect.ifPresent(file -> files.put(WordFile.DIALECT, file));
    personNames.ifPresent(file -> files.put(WordFile.PERSON_NAMES, file));
  }

  private PerturbationResources(Map<WordFile, Path> files, boolean filesOfSweeps) {
    this.files = files;
    this.filesOfSweeps = filesOfSweeps;
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
   *     {@code misspellings/correct_to_misspelling.json} and OpenCC's {@code STPhrases.txt} and
   *     {@code STCharacters.txt} in {@code simplified_to_traditional}; each may be absent
   */
  public PerturbationResources withDirectory(Path directory) {
    Map<WordFile, Path> all = new EnumMap<>(files);
    for (WordFile file : WordFile.values()) {
      Path path = directory.resolve(file.place());
      if (Files.isRegularFile(path)) {
        all.putIfAbsent(file, path);
      }
    }
    return new PerturbationResources(all, filesOfSweeps);
  }

  /** The same word lists, for sweeps of others: they must not name files of this machine. */
  public PerturbationResources withoutFilesOfSweeps() {
    return new PerturbationResources(files, false);
  }

  Map<String, List<String>> misspellings() {
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
        .orElseThrow(
            () ->
                RegattaException.user(
                    "Perturbation "
                        + file.perturbation()
                        + " needs a file of words: set "
                        + file.argument()
                        + ", or put it as "
                        + file.place()
                        + " into the directory of --perturbation-data"));
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
