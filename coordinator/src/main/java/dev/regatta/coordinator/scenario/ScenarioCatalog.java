package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.config.Binder;
import dev.regatta.coordinator.config.Bound;
import dev.regatta.coordinator.config.Problems;
import dev.regatta.coordinator.data.LocalFiles;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds scenarios: by the path of a scenario file, or by the name of one that is built in. */
public final class ScenarioCatalog {
  /** Scenario files on the class path, by name. */
  public static final List<String> BUILT_IN = List.of("dyck_language", "synthetic_reasoning");

  private final Fetcher fetcher;
  private final LocalFiles local;

  public ScenarioCatalog(Fetcher fetcher) {
    this(fetcher, LocalFiles.anywhere());
  }

  /**
   * @param local files that scenarios may be read from
   */
  public ScenarioCatalog(Fetcher fetcher, LocalFiles local) {
    this.fetcher = fetcher;
    this.local = local;
  }

  /** Whether a scenario file with this path may be read. */
  public boolean permits(Path directory, String scenario) {
    return local.permits(directory, scenario);
  }

  /** Whether a text is the path of a scenario file rather than a name. */
  public static boolean isPath(String scenario) {
    return scenario.contains("/") || scenario.matches(".*\\.(yaml|yml|json)");
  }

  /**
   * Reads and checks a scenario.
   *
   * @param scenario a path, or one of {@link #BUILT_IN}
   * @param directory where a relative path starts
   * @return empty where it cannot be read, which is told
   */
  public Optional<ScenarioFile> find(String scenario, Path directory, Problems problems) {
    if (!isPath(scenario)) {
      return Binder.bindText(
              builtIn(scenario), scenario + ".yaml", ScenarioDefinition.class, problems)
          .map(bound -> file(bound, scenario, directory));
    }
    Path path = directory.resolve(scenario).normalize();
    return Binder.bind(path, ScenarioDefinition.class, problems)
        .map(
            bound -> {
              Path holder = path.toAbsolutePath().getParent();
              String fileName = path.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
              return file(bound, fileName, holder);
            });
  }

  private ScenarioFile file(Bound<ScenarioDefinition> bound, String fileName, Path directory) {
    ScenarioChecks.check(bound);
    String name = bound.value().name().orElse(fileName);
    return new ScenarioFile(bound, name, directory, fetcher, local);
  }

  private static String builtIn(String name) {
    String resource = name + ".yaml";
    try (InputStream in = ScenarioCatalog.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw RegattaException.internal("No built-in scenario " + name, null);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw RegattaException.internal("Cannot read the built-in scenario " + name, e);
    }
  }
}
