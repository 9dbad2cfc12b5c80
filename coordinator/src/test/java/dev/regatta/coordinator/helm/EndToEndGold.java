package dev.regatta.coordinator.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.SharedFiles;
import dev.regatta.coordinator.scenario.helm.HelmFolders;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The recorded runs of HELM under {@code shared/gold/e2e_helm}, with their data in its layout. */
final class EndToEndGold {
  private static final String OUTPUT = "benchmark_output";
  private static final String COPY = "copy of ";

  private EndToEndGold() {}

  static Path root() {
    return SharedFiles.find("gold/e2e_helm");
  }

  static Path config() {
    return root().resolve("config");
  }

  /** Directories of the runs, in name order. */
  static List<Path> runs() {
    try (Stream<Path> runs = Files.list(root().resolve("runs"))) {
      return runs.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(Path run, String name) {
    Path plain = run.resolve(name);
    boolean zipped = !Files.exists(plain);
    try (InputStream raw = Files.newInputStream(zipped ? run.resolve(name + ".gz") : plain);
        InputStream in = zipped ? new GZIPInputStream(raw) : raw) {
      return Json.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data as HELM had them, as links below a directory. */
  static HelmFolders folders(Path directory) {
    try {
      link(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new HelmFolders(Optional.of(directory), fetcher(directory.resolve("cache")));
  }

  /** What is not at hand is not fetched in a test: its address fails at once. */
  private static Fetcher fetcher(Path cache) {
    return new Fetcher(
        cache,
        Map.of("HF_ENDPOINT", "http://127.0.0.1:9"),
        FetchListener.NONE,
        HttpClient.newHttpClient());
  }

  private static void link(Path directory) throws IOException {
    Path own = root().resolve("data");
    try (Stream<Path> files = Files.walk(own).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        String name = own.relativize(file).toString();
        boolean output = name.startsWith("scenarios") || name.startsWith("perturbations");
        link(directory.resolve(output ? OUTPUT + "/" + name : name), file);
      }
    }
    for (String line : Files.readAllLines(own.resolve("placement.tsv"))) {
      String[] fields = line.split("\t");
      if (fields[1].startsWith(COPY)) {
        link(
            directory.resolve(fields[0]),
            SharedFiles.find("data/" + fields[1].substring(COPY.length())));
      }
    }
  }

  private static void link(Path link, Path target) throws IOException {
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, target);
  }
}
