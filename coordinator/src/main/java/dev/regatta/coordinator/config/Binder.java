package dev.regatta.coordinator.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Binds YAML and JSON files to records, strictly: unknown keys, wrong types, missing and duplicate
 * keys and values out of bounds are problems, and all of them are found in one go. Aliases and
 * merge keys work; nothing but texts, numbers, booleans, lists and mappings is ever constructed.
 */
public final class Binder {
  private Binder() {}

  /**
   * Binds a file.
   *
   * @param file named in messages as it was given
   * @return what could be bound, wrong values replaced by their defaults; empty where the file is
   *     missing or no YAML at all
   */
  public static <T> Optional<Bound<T>> bind(Path file, Class<T> type, Problems problems) {
    String name = file.toString();
    return ConfigFile.read(file, name, problems)
        .map(root -> bind(file, name, root, type, problems));
  }

  /** Binds a text, for instance one from the class path; {@code name} stands in messages. */
  public static <T> Optional<Bound<T>> bindText(
      String text, String name, Class<T> type, Problems problems) {
    return ConfigFile.parse(text, name, problems)
        .map(root -> bind(Path.of(name), name, root, type, problems));
  }

  /**
   * Binds a file that has to be right.
   *
   * @throws dev.regatta.protocol.RegattaException of category USER with all problems
   */
  public static <T> Bound<T> bind(Path file, Class<T> type) {
    Problems problems = new Problems();
    Optional<Bound<T>> bound = bind(file, type, problems);
    problems.throwIfAny();
    return bound.orElseThrow();
  }

  private static <T> Bound<T> bind(
      Path file, String name, Node root, Class<T> type, Problems problems) {
    Map<String, Node> nodes = new TreeMap<>();
    NodeBinder binder = new NodeBinder(name, problems, nodes);
    Object value = binder.bind(root, type, "");
    T made = value == null ? binder.defaults(type) : type.cast(value);
    return new Bound<>(file, name, made, nodes, problems);
  }
}
