package dev.regatta.coordinator.config;

import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Plain values of YAML nodes. */
final class Values {
  private static final int SHOWN = 60;
  private static final int SHOWN_DEPTH = 3;

  private Values() {}

  /** String, Integer, Long, BigInteger, Double, Boolean or null: as Jackson reads JSON. */
  static Object scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.INT)) {
      return whole(new BigInteger(text));
    }
    if (tag.equals(Tag.FLOAT)) {
      return Double.parseDouble(text);
    }
    if (tag.equals(Tag.BOOL)) {
      return Boolean.parseBoolean(text);
    }
    return tag.equals(Tag.NULL) ? null : text;
  }

  private static Number whole(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return number.intValue();
    }
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }

  /**
   * Entries of a mapping by key, those of merged mappings ({@code <<}) included; a key of its own
   * goes before a merged one, an earlier merged one before a later one.
   */
  static Map<String, NodeTuple> entries(MappingNode mapping) {
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    collect(mapping, entries, Collections.newSetFromMap(new IdentityHashMap<>()));
    return entries;
  }

  private static void collect(
      MappingNode mapping, Map<String, NodeTuple> entries, Set<MappingNode> visited) {
    if (!visited.add(mapping)) {
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!isMerge(tuple)) {
        entries.putIfAbsent(keyOf(tuple), tuple);
      }
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (isMerge(tuple)) {
        merged(tuple.getValueNode()).forEach(from -> collect(from, entries, visited));
      }
    }
  }

  private static List<MappingNode> merged(Node node) {
    if (node instanceof MappingNode mapping) {
      return List.of(mapping);
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream()
          .filter(MappingNode.class::isInstance)
          .map(MappingNode.class::cast)
          .toList();
    }
    return List.of();
  }

  static boolean isMerge(NodeTuple tuple) {
    return tuple.getKeyNode().getTag().equals(Tag.MERGE);
  }

  static String keyOf(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar
        ? scalar.getValue()
        : shown(tuple.getKeyNode());
  }

  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /** A value as a message shows it: its beginning, and no deeper than a few levels. */
  static String shown(Node node) {
    String text = shown(node, 0);
    if (text.length() <= SHOWN) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
    return text.substring(0, end) + "...";
  }

  private static String shown(Node node, int depth) {
    if (node instanceof ScalarNode scalar) {
      boolean text = scalar.getTag().equals(Tag.STR);
      return text
          ? '"' + scalar.getValue().replace("\n", "\\n") + '"'
          : scalar.getTag().equals(Tag.NULL) ? "null" : scalar.getValue();
    }
    if (depth == SHOWN_DEPTH) {
      return "...";
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream()
          .map(item -> shown(item, depth + 1))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return ((MappingNode) node)
        .getValue().stream()
            .map(tuple -> keyOf(tuple) + ": " + shown(tuple.getValueNode(), depth + 1))
            .collect(Collectors.joining(", ", "{", "}"));
  }

  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  static int column(Node node) {
    return node.getStartMark().getColumn() + 1;
  }
}
