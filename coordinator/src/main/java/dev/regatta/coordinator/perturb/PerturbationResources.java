package dev.regatta.coordinator.perturb;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The word lists of perturbations: the misspellings that come with Regatta unless another file is
 * given, and files of dialect words and of person names, for which there is no default. Files are
 * read once. Thread-safe.
 */
public final class PerturbationResources {
  private static final String STANDARD_MISSPELLINGS = "misspellings.json";

  private final Optional<Path> misspellings;
  private final Optional<Path> dialect;
  private final Optional<Path> personNames;
  private final boolean filesOfSweeps;
  private final Map<Path, Object> read = new ConcurrentHashMap<>();

  /**
   * @param misspellings JSON object of correct spellings and their lists of misspellings
   * @param dialect JSON object of lower-case words and their lists of synonyms
   * @param personNames lines of {@code name,type[,category,value]...}
   */
  public PerturbationResources(
      Optional<Path> misspellings, Optional<Path> dialect, Optional<Path> personNames) {
    this(misspellings, dialect, personNames, true);
  }

  private PerturbationResources(
      Optional<Path> misspellings,
      Optional<Path> dialect,
      Optional<Path> personNames,
      boolean filesOfSweeps) {
    this.filesOfSweeps = filesOfSweeps;
    this.misspellings = misspellings;
    this.dialect = dialect;
    this.personNames = personNames;
  }

  /** Regatta's own list of misspellings and no files. */
  public static PerturbationResources standard() {
    return new PerturbationResources(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same word lists, for sweeps of others: they must not name files of this machine. */
  public PerturbationResources withoutFilesOfSweeps() {
    return new PerturbationResources(misspellings, dialect, personNames, false);
  }

  private Path permitted(String file) {
    Path path = Path.of(file);
    if (!filesOfSweeps
        && !List.of(misspellings, dialect, personNames).contains(Optional.of(path))) {
      throw RegattaException.user(
          "A submitted sweep must not name the file "
              + file
              + " (expected: word lists that the coordinator is configured with)");
    }
    return path;
  }

  Map<String, List<String>> misspellings() {
    return misspellings.map(this::wordLists).orElseGet(StandardMisspellings::get);
  }

  String dialectFile(Optional<String> argument) {
    return fileName(argument, dialect, "dialect", "mapping_file_path");
  }

  Map<String, List<String>> dialect(String file) {
    return wordLists(permitted(file));
  }

  String personNameFile(Optional<String> argument) {
    return fileName(argument, personNames, "person_name", "name_file_path");
  }

  PersonNames personNames(String file) {
    return (PersonNames)
        read.computeIfAbsent(
            permitted(file),
            path -> {
              try {
                return PersonNames.parse(Files.readAllLines(path), file);
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

  private static RegattaException unreadable(Path file, String expected, IOException cause) {
    return RegattaException.user(
        "Cannot read " + file + " (expected: " + expected + "): " + cause.getMessage());
  }

  private static String fileName(
      Optional<String> argument, Optional<Path> given, String perturbation, String name) {
    return argument
        .or(() -> given.map(Path::toString))
        .orElseThrow(
            () ->
                RegattaException.user(
                    "Perturbation " + perturbation + " needs a file of words: set " + name));
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
