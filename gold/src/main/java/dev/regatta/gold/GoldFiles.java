package dev.regatta.gold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads files that Python tools wrote, gzipped or not. Errors name the file and the place. */
public final class GoldFiles {
  /** Python writes NaN and Infinity as bare words. */
  static final ObjectReader READER =
      Json.MAPPER
          .readerFor(JsonNode.class)
          .with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final int HEAD = 4000;

  private GoldFiles() {}

  /** Whether the file is there, by itself or as {@code .gz}. */
  public static boolean has(Path file) {
    return Files.isRegularFile(file) || Files.isRegularFile(zipped(file));
  }

  /**
   * A JSON document; {@code file} may be there as {@code .gz} alone.
   *
   * @throws RegattaException USER with the file and the place
   */
  public static JsonNode document(Path file) {
    if (!has(file)) {
      throw RegattaException.user(file + ": no such file, nor one with .gz");
    }
    boolean plain = Files.isRegularFile(file);
    try (InputStream in = open(plain ? file : zipped(file))) {
      JsonNode json = READER.readTree(in);
      if (json == null || json.isMissingNode()) {
        throw RegattaException.user(file + ": is empty (expected: JSON)");
      }
      return json;
    } catch (JsonProcessingException e) {
      throw RegattaException.user(
          file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw RegattaException.user(file + ": cannot be read: " + e);
    }
  }

  /** The beginning of a JSON file, to tell its kind by; empty where the path is none. */
  public static String head(Path file) {
    if (!file.toString().endsWith(".json") || !Files.isRegularFile(file)) {
      return "";
    }
    try (BufferedReader in = lines(file)) {
      char[] head = new char[HEAD];
      return new String(head, 0, Math.max(0, in.read(head)));
    } catch (IOException e) {
      return "";
    }
  }

  /** The rows of a file with one JSON object a line, all of which must be whole. */
  public static List<JsonNode> rows(Path file) {
    if (!Files.isRegularFile(file)) {
      throw RegattaException.user(file + ": no such file");
    }
    try (BufferedReader lines = lines(file)) {
      return lines.lines().filter(line -> !line.isBlank()).map(line -> row(file, line)).toList();
    } catch (IOException e) {
      throw RegattaException.user(file + ": cannot be read: " + e);
    }
  }

  /** Directories right below one, by name. */
  public static List<Path> directories(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(Files::isDirectory)
          .sorted(Comparator.comparing(path -> path.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw RegattaException.resource("Cannot look into " + parent, e);
    }
  }

  /** The first object of a file of lines, where its first line is one. */
  static Optional<JsonNode> firstRow(Path file) {
    try (BufferedReader lines = lines(file)) {
      String line = lines.readLine();
      return line == null ? Optional.empty() : Optional.of(READER.readTree(line));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static BufferedReader lines(Path file) throws IOException {
    // Decoded leniently: one bad byte must not hide the lines around it.
    return new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8));
  }

  private static JsonNode row(Path file, String line) {
    try {
      return READER.readTree(line);
    } catch (IOException e) {
      throw RegattaException.user(file + ": a line is no JSON object: " + line);
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    if (!file.toString().endsWith(".gz")) {
      return raw;
    }
    try {
      return new GZIPInputStream(raw);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static Path zipped(Path file) {
    return file.resolveSibling(file.getFileName() + ".gz");
  }
}
