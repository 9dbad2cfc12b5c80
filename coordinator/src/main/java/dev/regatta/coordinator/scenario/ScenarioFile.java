package dev.regatta.coordinator.scenario;

import dev.regatta.coordinator.config.Bound;
import dev.regatta.coordinator.data.DataSources;
import dev.regatta.coordinator.data.LocalFiles;
import dev.regatta.coordinator.instance.Scenario;
import dev.regatta.coordinator.scenario.ScenarioDefinition.DataSource;
import dev.regatta.coordinator.scenario.ScenarioDefinition.Splits;
import dev.regatta.fetch.Fetcher;
import dev.regatta.protocol.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A scenario file that was read and checked, ready to be used with arguments. */
public final class ScenarioFile {
  private final Bound<ScenarioDefinition> bound;
  private final String name;
  private final Path directory;
  private final Fetcher fetcher;
  private final LocalFiles local;

  ScenarioFile(
      Bound<ScenarioDefinition> bound,
      String name,
      Path directory,
      Fetcher fetcher,
      LocalFiles local) {
    this.local = local;
    this.bound = bound;
    this.name = name;
    this.directory = directory;
    this.fetcher = fetcher;
  }

  /** Short name, as in run names. */
  public String name() {
    return name;
  }

  public ScenarioDefinition definition() {
    return bound.value();
  }

  /** The file with the places of its keys. */
  public Bound<ScenarioDefinition> bound() {
    return bound;
  }

  /** The parameters' defaults with the arguments in their place. */
  public Map<String, Object> arguments(Map<String, Object> given) {
    Map<String, Object> arguments = new LinkedHashMap<>(definition().parameters());
    arguments.putAll(given);
    return arguments;
  }

  /** The definition with the arguments filled in; a local data file that is missing is told. */
  public ScenarioDefinition filled(Map<String, Object> given) {
    Map<String, Object> arguments = arguments(given);
    ScenarioDefinition raw = definition();
    return new ScenarioDefinition(
        raw.name(),
        raw.description().map(text -> Template.fill(text, arguments)),
        raw.parameters(),
        raw.generator(),
        new Splits(
            sources("train", raw.splits().train(), arguments),
            sources("valid", raw.splits().valid(), arguments),
            sources("test", raw.splits().test(), arguments)),
        raw.format(),
        raw.columns(),
        raw.records(),
        raw.delimiter(),
        raw.quote(),
        raw.filter(),
        raw.input(),
        raw.messages(),
        raw.references(),
        raw.choices(),
        raw.correct(),
        raw.replace(),
        raw.subSplit(),
        raw.id(),
        raw.keepUnchangedCopies(),
        raw.adapter().mapTexts(text -> Template.fill(text, arguments)),
        raw.metrics(),
        raw.mainMetric(),
        groups(raw, arguments));
  }

  /**
   * The scenario. Data files are found and fetched when it is first read.
   *
   * @param filled from {@link #filled}, by the same arguments
   */
  public Scenario open(ScenarioDefinition filled, Map<String, Object> given) {
    return filled
        .generator()
        .map(generator -> Generators.of(generator, arguments(given)))
        .orElseGet(
            () ->
                new DeclarativeScenario(name, filled, new DataSources(fetcher, directory, local)));
  }

  private List<String> groups(ScenarioDefinition raw, Map<String, Object> arguments) {
    return raw.groups().isEmpty()
        ? List.of(name)
        : raw.groups().stream().map(group -> Template.fill(group, arguments)).toList();
  }

  private List<DataSource> sources(
      String split, List<DataSource> sources, Map<String, Object> arguments) {
    List<DataSource> filled = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      DataSource source = sources.get(i);
      String address = Template.fill(source.source(), arguments);
      check("splits." + split + "[" + i + "].source", address);
      filled.add(new DataSource(address, source.sha256(), source.skip(), source.limit()));
    }
    return filled;
  }

  private void check(String key, String address) {
    List<String> open = new Template(address + "{{").paths();
    if (!open.isEmpty()) {
      String known = String.join(", ", definition().parameters().keySet());
      bound.problem(
          key,
          "no parameter " + open.get(0) + " in",
          known.isEmpty() ? "it among `parameters`" : "one of " + known,
          Suggestion.nearest(open.get(0), definition().parameters().keySet()));
    } else if (LocalFiles.isLocal(address)
        && !local.permits(directory, DataSources.archive(address))) {
      bound.problem(key, LocalFiles.OUTSIDE + ":", LocalFiles.EXPECTED);
    } else if (isLocal(address) && !Files.exists(directory.resolve(DataSources.archive(address)))) {
      bound.problem(
          key, "no such file " + directory.resolve(address).normalize() + ":", "an existing file");
    }
  }

  /** A path that can be looked at: no address, no home directory, no pattern. */
  private static boolean isLocal(String address) {
    return !address.isEmpty()
        && !address.matches("(?s)([a-z0-9+.-]+://|file:|~/).*")
        && !address.contains("*");
  }
}
