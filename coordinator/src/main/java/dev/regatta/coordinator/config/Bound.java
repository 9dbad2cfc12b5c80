package dev.regatta.coordinator.config;

import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** A file bound to a record, which still knows where every key stands. */
public final class Bound<T> {
  private final Path path;
  private final String name;
  private final T value;
  private final Map<String, Node> nodes;
  private final Problems problems;

  Bound(Path path, String name, T value, Map<String, Node> nodes, Problems problems) {
    this.path = path;
    this.name = name;
    this.value = value;
    this.nodes = nodes;
    this.problems = problems;
  }

  public T value() {
    return value;
  }

  /** The file itself; paths inside it are relative to its directory. */
  public Path path() {
    return path;
  }

  /** Whether the file holds this key. */
  public boolean holds(String key) {
    return nodes.containsKey(key);
  }

  /** Whether the value at this key has been told to be wrong; a default stands in its place. */
  public boolean wrong(String key) {
    return problems.all().stream()
        .anyMatch(problem -> problem.file().equals(name) && problem.key().equals(key));
  }

  /** Tells that the value at a key is wrong; an absent key is placed at what would hold it. */
  public void problem(String key, String what, String expected) {
    problem(key, what, expected, "");
  }

  /**
   * As {@link #problem(String, String, String)}, with the valid text that was most likely meant.
   */
  public void problem(String key, String what, String expected, String nearest) {
    String holder = key;
    while (!nodes.containsKey(holder) && !holder.isEmpty()) {
      holder = parent(holder);
    }
    Node node = nodes.get(holder);
    String shown = holder.equals(key) ? Values.shown(node) : "";
    problems.add(
        new Problem(
            name, Values.line(node), Values.column(node), key, shown, what, expected, nearest));
  }

  /** Binds the mapping at a key once more, as another record; an absent key gives the defaults. */
  public <U> U as(String key, Class<U> type) {
    return nodes.containsKey(key)
        ? type.cast(new NodeBinder(name, problems, nodes).bind(nodes.get(key), type, key))
        : defaults(type);
  }

  /** The defaults of a record, whatever the file holds. */
  public <U> U defaults(Class<U> type) {
    return new NodeBinder(name, problems, nodes).defaults(type);
  }

  private static String parent(String key) {
    int end = Math.max(key.lastIndexOf('.'), key.lastIndexOf('['));
    return end < 0 ? "" : key.substring(0, end);
  }
}
