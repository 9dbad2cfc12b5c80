package dev.regatta.coordinator.scenario.helm;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A scenario that a scenario file describes; its data are looked for when it is first read. */
final class DeclaredScenario implements Scenario {
  private final String name;
  private final HelmFolders folders;
  private final Map<String, Source> sources;
  private Scenario opened;

  /**
   * @param sources by the parameter of the file that they stand for
   */
  DeclaredScenario(String name, HelmFolders folders, Map<String, Source> sources) {
    this.name = name;
    this.folders = folders;
    this.sources = sources;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Stream<Instance> instances() {
    return opened().instances();
  }

  @Override
  public List<Path> localFiles() {
    return opened().localFiles();
  }

  @Override
  public Map<String, String> dataHashes() {
    return opened().dataHashes();
  }

  private synchronized Scenario opened() {
    if (opened == null) {
      Map<String, Object> addresses = new TreeMap<>();
      sources.forEach((parameter, source) -> addresses.put(parameter, address(source)));
      opened = folders.declared(name, addresses);
    }
    return opened;
  }

  private String address(Source source) {
    return folders
        .find(name, source.path())
        .map(path -> path.toAbsolutePath().toString())
        .orElse(source.address());
  }
}
