package dev.regatta.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies published runs of HELM to this machine, file by file, as a web server cannot list them.
 */
final class HelmDownload {
  private static final String RUN_SPEC = "run_spec.json";
  private static final String RUN_SPECS = "run_specs.json";
  private static final String STATE = "scenario_state.json";
  private static final List<String> ALWAYS =
      List.of("scenario.json", "stats.json", "per_instance_stats.json");
  private static final List<String> DISPLAY =
      List.of("instances.json", "display_predictions.json", "display_requests.json");

  private final Fetcher fetcher;
  private final Path directory;

  /**
   * @param directory where to put the copy
   */
  HelmDownload(Fetcher fetcher, Path directory) {
    this.fetcher = fetcher;
    this.directory = directory;
  }

  /**
   * The copy of a run, or of all runs that a suite's list of run specs names.
   *
   * @throws RegattaException USER where there is neither; RESOURCE where the network fails
   */
  Path fetch(String address) throws IOException {
    String base = address.replaceFirst("/+$", "");
    Path copy = directory.resolve(base.substring(base.lastIndexOf('/') + 1));
    if (file(base, RUN_SPEC, copy)) {
      run(base, copy);
      return copy;
    }
    Optional<Path> list = fetched(base + "/" + RUN_SPECS);
    if (list.isEmpty()) {
      throw RegattaException.user(
          address
              + ": neither "
              + RUN_SPEC
              + " nor "
              + RUN_SPECS
              + " (expected: a run or a suite)");
    }
    for (String name : names(list.get(), base + "/" + RUN_SPECS)) {
      Path run = copy.resolve(name);
      String at = base + "/" + escaped(name);
      if (file(at, RUN_SPEC, run)) {
        run(at, run);
      } else {
        throw RegattaException.user(at + "/" + RUN_SPEC + ": is not there");
      }
    }
    return copy;
  }

  /** The runs of a suite, as their directories are called. */
  private static List<String> names(Path list, String address) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (JsonNode spec : Json.MAPPER.readTree(list.toFile())) {
        String name = spec.path("name").asText().replace("/", "_");
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
          throw RegattaException.user(address + ": name: '" + name + "' (expected: that of a run)");
        }
        names.add(name);
      }
    } catch (JsonProcessingException e) {
      throw RegattaException.user(address + ": no JSON: " + e.getOriginalMessage());
    }
    return names;
  }

  private void run(String base, Path copy) throws IOException {
    for (String name : ALWAYS) {
      file(base, name, copy);
    }
    if (!file(base, STATE, copy)) {
      for (String name : DISPLAY) {
        file(base, name, copy);
      }
    }
  }

  /** Whether there is such a file, plain or gzipped. */
  private boolean file(String base, String name, Path copy) throws IOException {
    for (String there : List.of(name, name + ".gz")) {
      Optional<Path> file = fetched(base + "/" + there);
      if (file.isPresent()) {
        Files.createDirectories(copy);
        Files.copy(file.get(), copy.resolve(there));
        return true;
      }
    }
    return false;
  }

  private Optional<Path> fetched(String address) {
    try {
      return Optional.of(fetcher.fetch(address, Optional.empty()).path());
    } catch (RegattaException e) {
      // Object stores answer 403 for what is not there where listing is not allowed.
      if (e.getMessage().contains("HTTP status 404") || e.getMessage().contains("status 403")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String escaped(String name) {
    try {
      return new URI(null, null, "/" + name, null).getRawPath().substring(1);
    } catch (URISyntaxException e) {
      throw RegattaException.user(name + ": is no name of a run: " + e.getMessage());
    }
  }
}
