package dev.regatta.aggregator.metric;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What metrics need from the user: a directory with word lists and run time profiles, named by the
 * environment variable {@value #VARIABLE} or the system property {@value #PROPERTY} of every
 * process that scores. Where a file is missing, the metrics that need it are absent.
 */
public final class MetricResources {
  static final String VARIABLE = "REGATTA_METRIC_RESOURCES";

  /** Goes before the variable. */
  public static final String PROPERTY = "regatta.metric.resources";

  private static final String BIAS_WORDS = "bias_words.json";
  private static final Map<String, MetricResources> READ = new ConcurrentHashMap<>();

  private final BiasWords biasWords;
  private final RuntimeProfiles profiles;

  private MetricResources(BiasWords biasWords, RuntimeProfiles profiles) {
    this.biasWords = biasWords;
    this.profiles = profiles;
  }

  /** Those that the environment names; none where it names no directory. Files are read once. */
  public static MetricResources configured() {
    String directory =
        Objects.requireNonNullElse(
            System.getProperty(PROPERTY), Objects.requireNonNullElse(System.getenv(VARIABLE), ""));
    return READ.computeIfAbsent(directory, d -> d.isBlank() ? none() : of(Path.of(d)));
  }

  /** No files at all. */
  public static MetricResources none() {
    return new MetricResources(null, RuntimeProfiles.NONE);
  }

  /**
   * The files of a directory.
   *
   * @throws RegattaException USER where the directory or a list in a file is missing
   */
  public static MetricResources of(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw RegattaException.user(VARIABLE + ": " + directory + " is no directory");
    }
    return new MetricResources(
        read(directory.resolve(BIAS_WORDS), new TypeReference<Map<String, List<String>>>() {})
            .map(lists -> checked(lists, directory.resolve(BIAS_WORDS)))
            .orElse(null),
        RuntimeProfiles.of(directory));
  }

  Optional<BiasWords> biasWords() {
    return Optional.ofNullable(biasWords);
  }

  RuntimeProfiles profiles() {
    return profiles;
  }

  static <T> Optional<T> read(Path file, TypeReference<T> type) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.MAPPER.readValue(file.toFile(), type));
    } catch (IOException e) {
      throw new RegattaException(ErrorCategory.USER, file + ": " + e.getMessage(), e);
    }
  }

  private static BiasWords checked(Map<String, List<String>> lists, Path file) {
    for (String key : BiasWords.required()) {
      if (lists.getOrDefault(key, List.of()).isEmpty()) {
        throw RegattaException.user(
            file + ": no list '" + key + "'" + Suggestion.among(key, lists.keySet()));
      }
    }
    return new BiasWords(lists);
  }
}
