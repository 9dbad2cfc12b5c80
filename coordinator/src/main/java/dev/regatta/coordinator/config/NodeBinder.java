package dev.regatta.coordinator.config;

import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Suggestion;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Binds nodes to records. A wrong value is told and replaced by the default, so that binding always
 * goes on to the end; a required text or list that is missing is told and left empty.
 */
final class NodeBinder {
  /** More than the longest file has; aliases of aliases can make billions of a few lines. */
  private static final int MOST_VALUES = 500_000;

  private final String file;
  private final Problems problems;
  private final Map<String, Node> nodes;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int bound;

  NodeBinder(String file, Problems problems, Map<String, Node> nodes) {
    this.file = file;
    this.problems = problems;
    this.nodes = nodes;
  }

  /** The record of defaults, as from an empty mapping, without telling what is missing. */
  <T> T defaults(Class<T> type) {
    Map<String, Node> nowhere = new TreeMap<>();
    NodeBinder silent = new NodeBinder(file, new Problems(), nowhere);
    return type.cast(silent.record(new TreeMap<>(), type, "", null));
  }

  /** A value of the type, or null where the node holds none. */
  Object bind(Node node, Type type, String path) {
    return bind(node, type, path, null);
  }

  private Object bind(Node node, Type type, String path, Key key) {
    if (++bound > MOST_VALUES) {
      throw RegattaException.user(
          "%s:%d:%d: %s: more than %d values in the file, those of aliases counted each time"
              .formatted(file, Values.line(node), Values.column(node), path, MOST_VALUES));
    }
    nodes.put(path, node);
    if (!(node instanceof ScalarNode) && !open.add(node)) {
      problems.add(
          new Problem(
              file,
              Values.line(node),
              Values.column(node),
              path,
              "",
              "an alias inside of what it stands for",
              "a value that ends",
              ""));
      return null;
    }
    try {
      return bindOpen(node, type, path, key);
    } finally {
      open.remove(node);
    }
  }

  private Object bindOpen(Node node, Type type, String path, Key key) {
    Class<?> raw = KeySpec.raw(type);
    if (raw == Optional.class) {
      return Optional.ofNullable(bindOpen(node, KeySpec.argument(type), path, key));
    }
    if (Values.isNull(node) && raw != Object.class) {
      return null;
    }
    if (raw == List.class) {
      return list(node, KeySpec.argument(type), path, key);
    }
    if (raw == Map.class) {
      return map(node, KeySpec.argument(type), path);
    }
    if (raw.isRecord()) {
      return record(node, raw, path);
    }
    if (raw == Object.class) {
      return any(node, path);
    }
    return new ScalarBinder(this::tell).bind(node, raw, path, key);
  }

  /** One item alone stands for a list of one. */
  private List<Object> list(Node node, Type item, String path, Key key) {
    List<Object> list = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      for (int i = 0; i < sequence.getValue().size(); i++) {
        addIfBound(list, sequence.getValue().get(i), item, path + "[" + i + "]", key);
      }
    } else {
      addIfBound(list, node, item, path + "[0]", key);
    }
    return Collections.unmodifiableList(list);
  }

  /**
   * A record that could not be bound leaves its defaults, so that indexes stay those of the file.
   */
  private void addIfBound(List<Object> list, Node node, Type item, String path, Key key) {
    Object value = bindItem(node, item, path, key);
    if (value == null && KeySpec.raw(item).isRecord()) {
      value = defaults(KeySpec.raw(item));
    }
    if (value != null) {
      list.add(value);
    }
  }

  /** A node that stands for a list of one is open already. */
  private Object bindItem(Node node, Type item, String path, Key key) {
    if (!open.contains(node) || node instanceof SequenceNode) {
      return bind(node, item, path, key);
    }
    nodes.put(path, node);
    return bindOpen(node, item, path, key);
  }

  private Map<String, Object> map(Node node, Type valueType, String path) {
    if (!(node instanceof MappingNode mapping)) {
      tell(node, path, "found", "a mapping of keys to values");
      return null;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    entries(mapping, path)
        .forEach(
            (name, tuple) ->
                map.put(name, bind(tuple.getValueNode(), valueType, join(path, name))));
    return Collections.unmodifiableMap(map);
  }

  /** Untyped values are still walked, so that every one has a place and duplicate keys are told. */
  private Object any(Node node, String path) {
    if (node instanceof MappingNode) {
      return map(node, Object.class, path);
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < sequence.getValue().size(); i++) {
        list.add(bind(sequence.getValue().get(i), Object.class, path + "[" + i + "]"));
      }
      return Collections.unmodifiableList(list);
    }
    return Values.scalar((ScalarNode) node);
  }

  private Object record(Node node, Class<?> type, String path) {
    if (node instanceof MappingNode mapping) {
      return record(entries(mapping, path), type, path, node);
    }
    String shorthand = KeySpec.shorthand(type).orElse(null);
    if (shorthand == null || !(node instanceof ScalarNode)) {
      String keys = "a mapping with keys " + String.join(", ", names(type));
      tell(node, path, "found", shorthand == null ? keys : "a text (" + shorthand + ") or " + keys);
      return null;
    }
    NodeTuple tuple =
        new NodeTuple(
            new ScalarNode(
                Tag.STR, shorthand, node.getStartMark(), node.getEndMark(), scalarStyle(node)),
            node);
    return record(new TreeMap<>(Map.of(shorthand, tuple)), type, path, node);
  }

  private static ScalarStyle scalarStyle(Node node) {
    return ((ScalarNode) node).getScalarStyle();
  }

  private Object record(Map<String, NodeTuple> entries, Class<?> type, String path, Node at) {
    if (!KeySpec.hasRest(type)) {
      List<String> known = names(type);
      entries.forEach((name, tuple) -> checkKnown(name, tuple, known, path));
    }
    return components(entries, type, path, at);
  }

  private void checkKnown(String name, NodeTuple tuple, List<String> known, String path) {
    if (!known.contains(name)) {
      Node key = tuple.getKeyNode();
      problems.add(
          new Problem(
              file,
              Values.line(key),
              Values.column(key),
              join(path, name),
              Values.shown(tuple.getValueNode()),
              "unknown key with value",
              "one of " + String.join(", ", known),
              Suggestion.nearest(name, known)));
    }
  }

  private Object components(Map<String, NodeTuple> entries, Class<?> type, String path, Node at) {
    List<Object> values = new ArrayList<>();
    for (KeySpec spec : KeySpec.components(type)) {
      if (spec.flat()) {
        values.add(components(entries, spec.component().getType(), path, at));
      } else if (spec.rest()) {
        values.add(rest(entries, names(type), path));
      } else {
        values.add(component(entries.get(spec.name()), spec, path, at));
      }
    }
    return construct(type, values);
  }

  private Map<String, Object> rest(
      Map<String, NodeTuple> entries, List<String> known, String path) {
    Map<String, Object> rest = new LinkedHashMap<>();
    entries.forEach(
        (name, tuple) -> {
          if (!known.contains(name)) {
            rest.put(name, bind(tuple.getValueNode(), Object.class, join(path, name)));
          }
        });
    return Collections.unmodifiableMap(rest);
  }

  private Object component(NodeTuple tuple, KeySpec spec, String path, Node at) {
    String key = join(path, spec.name());
    Object value = null;
    if (tuple != null) {
      value = bind(tuple.getValueNode(), spec.type(), key, spec.key());
    }
    boolean absent = tuple == null || Values.isNull(tuple.getValueNode());
    boolean empty = value instanceof List<?> list && list.isEmpty();
    if (spec.required() && (absent || empty) && at != null) {
      tellMissing(absent ? at : tuple.getValueNode(), spec, key);
    }
    return value == null ? absentValue(spec) : value;
  }

  private void tellMissing(Node at, KeySpec spec, String key) {
    String meaning = spec.key().value();
    problems.add(
        new Problem(
            file,
            Values.line(at),
            Values.column(at),
            key,
            "",
            "missing",
            decapitalized(meaning),
            ""));
  }

  private static String decapitalized(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private Object absentValue(KeySpec spec) {
    Class<?> raw = KeySpec.raw(spec.type());
    if (spec.key() != null && !spec.key().byDefault().isEmpty()) {
      Node node = ConfigFile.parse(spec.key().byDefault(), file, problems).orElseThrow();
      return new NodeBinder(file, problems, new TreeMap<>()).bind(node, spec.type(), "", null);
    }
    if (raw == Optional.class) {
      return Optional.empty();
    }
    if (raw == List.class) {
      return List.of();
    }
    if (raw == Map.class) {
      return Map.of();
    }
    if (raw.isRecord()) {
      return defaults(raw);
    }
    if (raw.isPrimitive()) {
      return Array.get(Array.newInstance(raw, 1), 0);
    }
    return spec.required() && raw == String.class ? "" : null;
  }

  private Map<String, NodeTuple> entries(MappingNode mapping, String path) {
    Set<String> seen = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!Values.isMerge(tuple) && !seen.add(Values.keyOf(tuple))) {
        String key = join(path, Values.keyOf(tuple));
        tell(tuple.getKeyNode(), key, "key given twice:", "each key once");
      }
    }
    return Values.entries(mapping);
  }

  private void tell(Node node, String path, String what, String expected) {
    tell(node, path, what, expected, "");
  }

  private void tell(Node node, String path, String what, String expected, String nearest) {
    problems.add(
        new Problem(
            file,
            Values.line(node),
            Values.column(node),
            path,
            Values.shown(node),
            what,
            expected,
            nearest));
  }

  static List<String> names(Class<?> type) {
    return KeySpec.keys(type).stream().map(KeySpec::name).toList();
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static Object construct(Class<?> type, List<Object> values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw RegattaException.internal("Cannot make a " + type.getSimpleName(), e);
    }
  }
}
