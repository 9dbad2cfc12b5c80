package dev.regatta.coordinator.scenario.helm;

import dev.regatta.coordinator.config.Problems;
import dev.regatta.coordinator.data.DataOptions;
import dev.regatta.coordinator.data.DataSources;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.scenario.ScenarioCatalog;
import dev.regatta.coordinator.scenario.ScenarioDefinition;
import dev.regatta.coordinator.scenario.ScenarioFile;
import dev.regatta.fetch.Fetched;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.RegattaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the data of HELM's scenarios lie: in a directory with HELM's layout, that is the one {@code
 * helm-run} was started in ({@code benchmark_output/scenarios/NAME/...}, hub data sets as {@code
 * OWNER/NAME}), or its {@code benchmark_output}; what is not there comes from its published
 * address.
 */
public final class HelmFolders {
  private static final String OUTPUT = "benchmark_output";

  private final Optional<Path> directory;
  private final Fetcher fetcher;

  /**
   * @param directory absent where everything is fetched
   */
  public HelmFolders(Optional<Path> directory, Fetcher fetcher) {
    this.directory = directory;
    this.fetcher = fetcher;
    directory
        .filter(path -> !Files.isDirectory(path))
        .ifPresent(
            path -> {
              throw RegattaException.user(
                  "No such directory " + path + " (expected: data in HELM's layout)");
            });
  }

  /** A file or directory below {@code scenarios/NAME}, where it is there. */
  Optional<Path> find(String scenario, String path) {
    return below("scenarios/" + scenario + "/" + path);
  }

  /** The directory of what HELM's perturbations read, where it is there. */
  public Optional<Path> perturbations() {
    return below("perturbations");
  }

  private Optional<Path> below(String path) {
    return directory.stream()
        .flatMap(top -> Stream.of(top.resolve(OUTPUT), top))
        .map(root -> within(root, path))
        .filter(Files::exists)
        .findFirst();
  }

  /**
   * A path in a directory. Parts of it come from arguments and from data, which must not lead
   * elsewhere.
   *
   * @throws RegattaException USER where it is outside
   */
  static Path within(Path root, String path) {
    Path found = root.resolve(path).normalize();
    if (!found.startsWith(root.normalize())) {
      throw RegattaException.user(path + " (expected: a path below " + root + ")");
    }
    return found;
  }

  /** The file that a hub data set has in this directory for a split. */
  Optional<Path> findHub(String dataset, String config, String split) {
    return directory.flatMap(top -> new HubFolder(within(top, dataset)).file(config, split));
  }

  Fetched fetch(String source) {
    return fetcher.fetch(source, Optional.empty());
  }

  Path unpack(Fetched archive) {
    return fetcher.unpack(archive);
  }

  List<String> expand(String source) {
    return fetcher.expand(source);
  }

  /** The rows of a file; the caller closes them. */
  Stream<Map<String, Object>> rows(Path file, DataOptions options) {
    return new DataSources(fetcher, file.toAbsolutePath().getParent())
        .open(file.toAbsolutePath().toString(), options)
        .rows();
  }

  /**
   * A scenario that is described by a scenario file of Regatta's own.
   *
   * @param sources addresses by the file's parameters
   */
  Scenario declared(String name, Map<String, Object> sources) {
    Problems problems = new Problems();
    Path here = Path.of("").toAbsolutePath();
    ScenarioFile file = new ScenarioCatalog(fetcher).find("helm_" + name, here, problems).get();
    ScenarioDefinition filled = file.filled(sources);
    problems.throwIfAny();
    return file.open(filled, sources);
  }

  /** What a message says of a missing file. */
  RegattaException missing(String scenario, String path) {
    String searched =
        directory.map(top -> " in " + top).orElse("; give the directory of HELM's data");
    return RegattaException.user(
        "No scenarios/"
            + scenario
            + "/"
            + path
            + searched
            + " (expected: the data of the scenario in HELM's layout)");
  }
}
