package dev.regatta.coordinator.scenario.helm;

import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Scenario;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A scenario that is converted as a whole, since HELM shuffles it or looks things up in it. */
final class HelmScenario implements Scenario {
  private final String name;
  private final HelmFolders folders;
  private final Conversion conversion;
  private final boolean passages;

  /** What was read, for as long as there is memory: several runs share a scenario. */
  private SoftReference<Loaded> loaded = new SoftReference<>(null);

  private record Loaded(
      List<Instance> instances, Map<String, String> hashes, List<Path> localFiles) {}

  /**
   * @param name of HELM's class and of its folder
   * @param passages whether the inputs are made of a passage and a question
   */
  HelmScenario(String name, HelmFolders folders, Conversion conversion, boolean passages) {
    this.name = name;
    this.folders = folders;
    this.conversion = conversion;
    this.passages = passages;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Stream<Instance> instances() {
    return load().instances().stream();
  }

  @Override
  public boolean keepsUnchangedCopies() {
    return passages;
  }

  @Override
  public Map<String, String> dataHashes() {
    return load().hashes();
  }

  @Override
  public List<Path> localFiles() {
    return load().localFiles();
  }

  private synchronized Loaded load() {
    Loaded held = loaded.get();
    if (held == null) {
      HelmData data = new HelmData(folders, name);
      held = new Loaded(numbered(conversion.instances(data)), data.hashes(), data.localFiles());
      loaded = new SoftReference<>(held);
    }
    return held;
  }

  /** Where one instance has no id, all of them are numbered. */
  private static List<Instance> numbered(List<Instance> instances) {
    return instances.stream().allMatch(instance -> instance.id() != null)
        ? List.copyOf(instances)
        : IntStream.range(0, instances.size())
            .mapToObj(i -> instances.get(i).withId("id" + i))
            .toList();
  }
}
