package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.data.DataOptions;
import dev.regatta.fetch.Compression;
import dev.regatta.fetch.Fetched;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;

/**
 * The data files of one scenario, read as HELM reads them: UTF-8, every kind of line end a line
 * feed. Remembers what was read. Not thread-safe.
 */
final class HelmData {
  private final HelmFolders folders;
  private final String scenario;
  private final Map<String, String> hashes = new TreeMap<>();
  private final TreeSet<Path> localFiles = new TreeSet<>();
  private final Map<Archive, Path> directories = new HashMap<>();
  private final Set<Path> unpacked = new HashSet<>();

  /**
   * @param scenario name of its folder
   */
  HelmData(HelmFolders folders, String scenario) {
    this.folders = folders;
    this.scenario = scenario;
  }

  Map<String, String> hashes() {
    return Map.copyOf(hashes);
  }

  List<Path> localFiles() {
    return List.copyOf(localFiles);
  }

  /** A file in the scenario's folder, else from its published address. */
  Path file(String path, String address) {
    return folders
        .find(scenario, path)
        .map(this::local)
        .orElseGet(() -> fetched(published(address, path)));
  }

  private Fetched published(String address, String place) {
    try {
      return folders.fetch(address);
    } catch (RegattaException e) {
      throw new RegattaException(
          e.category(),
          e.getMessage()
              + " (it may also lie in the directory of HELM's data, as scenarios/"
              + scenario
              + "/"
              + place
              + ")");
    }
  }

  /**
   * A file of an archive: from the directory in the scenario's folder where that is there, else
   * from the archive, which lies beside it or comes from its published address.
   *
   * @param path in the archive's directory
   * @throws RegattaException USER where it is not there
   */
  Path file(Archive archive, String path) {
    return find(archive, path)
        .orElseThrow(() -> folders.missing(scenario, archive.directory() + "/" + path));
  }

  /** A file of an archive, which may be missing there. */
  Optional<Path> find(Archive archive, String path) {
    Path directory = directories.computeIfAbsent(archive, this::directory);
    Path file = HelmFolders.within(directory, path);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    return Optional.of(unpacked.contains(directory) ? file : local(file));
  }

  private Path directory(Archive archive) {
    Optional<Path> own = folders.find(scenario, archive.directory());
    if (own.isPresent()) {
      return own.get();
    }
    Fetched file =
        folders
            .find(scenario, archive.place())
            .map(Path::toAbsolutePath)
            .map(this::read)
            .orElseGet(() -> published(archive.address(), archive.place()));
    hashes.put(file.source(), file.sha256());
    Path whole = folders.unpack(file);
    Path directory = onlyEntry(whole).orElse(whole);
    unpacked.add(directory);
    return directory;
  }

  /** The directory that is alone in another one. */
  private static Optional<Path> onlyEntry(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> first = entries.limit(2).toList();
      return first.size() == 1 && Files.isDirectory(first.get(0))
          ? Optional.of(first.get(0))
          : Optional.empty();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot list " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * A file in the scenario's folder, which is not published anywhere.
   *
   * @throws RegattaException USER where it is not there
   */
  Path file(String path) {
    return find(path).orElseThrow(() -> folders.missing(scenario, path));
  }

  /** A file in the scenario's folder, which may be missing. */
  Optional<Path> find(String path) {
    return folders.find(scenario, path).map(this::local);
  }

  private Path local(Path path) {
    return fetched(read(path.toAbsolutePath()));
  }

  private Fetched read(Path path) {
    localFiles.add(path);
    return folders.fetch(path.toString());
  }

  private Path fetched(Fetched file) {
    hashes.put(file.source(), file.sha256());
    return file.path();
  }

  /** The rows of a split of a hub data set without parts, see below. */
  List<JsonNode> hub(String dataset, String revision, String split, String published) {
    return hub(dataset, HubFolder.DEFAULT, revision, split, published);
  }

  /**
   * The rows of a split of a hub data set: from a folder of the set's name, else from the hub.
   *
   * @param config part of the set
   * @param published pattern of the split's files in the repository
   */
  List<JsonNode> hub(
      String dataset, String config, String revision, String split, String published) {
    Optional<Path> own = folders.findHub(dataset, config, split);
    if (own.isPresent()) {
      return rows(local(own.get()), own.get().getFileName().toString());
    }
    String pattern = "hf://datasets/" + dataset + "/" + published + "@" + revision;
    return folders.expand(pattern).stream()
        .flatMap(source -> rows(fetched(folders.fetch(source)), published).stream())
        .toList();
  }

  private List<JsonNode> rows(Path file, String name) {
    String format = name.substring(name.lastIndexOf('.') + 1);
    try (Stream<Map<String, Object>> rows =
        folders.rows(file, DataOptions.DEFAULT.withFormat(format))) {
      return rows.<JsonNode>map(Json.MAPPER::valueToTree).toList();
    }
  }

  JsonNode json(Path file) {
    try {
      return Json.MAPPER.readTree(text(file));
    } catch (IOException e) {
      throw RegattaException.user(file + ": no JSON: " + e.getMessage());
    }
  }

  /** One JSON value a line; blank lines are passed over. */
  List<JsonNode> jsonLines(Path file) {
    List<JsonNode> rows = new ArrayList<>();
    jsonLines(file, rows::add);
    return rows;
  }

  /** As {@link #jsonLines(Path)}, one after the other: the file may be larger than the memory. */
  void jsonLines(Path file, Consumer<JsonNode> rows) {
    reading(
        file,
        reader -> {
          int number = 0;
          for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (!line.isBlank()) {
              rows.accept(parsed(file, number, line));
            }
          }
          return null;
        });
  }

  private static JsonNode parsed(Path file, int number, String line) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw RegattaException.user(file + ":" + number + ": no JSON: " + e.getMessage());
    }
  }

  /** The fields of each line of a separated file, quoted as Python's reader takes it. */
  List<List<String>> table(Path file, char delimiter) {
    List<List<String>> rows = new ArrayList<>();
    table(file, delimiter, rows::add);
    return rows;
  }

  /** As {@link #table(Path, char)}, one after the other. */
  void table(Path file, char delimiter, Consumer<List<String>> rows) {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(delimiter)
            .setIgnoreEmptyLines(true)
            .setTrailingData(true)
            .setLenientEof(true)
            .get();
    reading(
        file,
        reader -> {
          format.parse(reader).forEach(row -> rows.accept(row.toList()));
          return null;
        });
  }

  /** The lines of a separated file by the names in its first one. */
  List<Map<String, String>> records(Path file) {
    List<List<String>> table = table(file, ',');
    List<Map<String, String>> records = new ArrayList<>();
    for (int i = 1; i < table.size(); i++) {
      Map<String, String> record = new LinkedHashMap<>();
      for (int column = 0; column < table.get(0).size(); column++) {
        List<String> row = table.get(i);
        record.put(table.get(0).get(column), column < row.size() ? row.get(column) : "");
      }
      records.add(record);
    }
    return records;
  }

  /** Lines without their ends. */
  List<String> lines(Path file) {
    return reading(file, reader -> reader.lines().toList());
  }

  String text(Path file) {
    return reading(
        file,
        reader -> {
          StringWriter text = new StringWriter();
          reader.transferTo(text);
          return text.toString();
        });
  }

  /** What is made of a file's text. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(BufferedReader reader) throws IOException;
  }

  private static <T> T reading(Path file, Reading<T> reading) {
    try (InputStream bytes = Compression.decompressed(Files.newInputStream(file));
        Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
        BufferedReader reader = new BufferedReader(new UniversalNewlines(text))) {
      return reading.of(reader);
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (UncheckedIOException e) {
      throw unreadable(file, e.getCause());
    }
  }

  private static RegattaException unreadable(Path file, IOException error) {
    return RegattaException.user(
        error instanceof MalformedInputException
            ? file + ": not UTF-8"
            : "Cannot read " + file + ": " + error.getMessage());
  }
}
