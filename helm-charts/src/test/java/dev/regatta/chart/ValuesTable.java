package dev.regatta.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The table of all values: a row for each key, described by the comment above it. A mapping none of
 * whose keys has a comment is one value; of another one each key is.
 *
 * @param rows in the order of the file
 */
record ValuesTable(List<Row> rows) {

  /**
   * @param description empty where the key has no comment
   */
  record Row(String key, String defaultJson, String description) {
    private String markdown() {
      return "| `%s` | `%s` | %s |\n".formatted(key, defaultJson, description);
    }
  }

  /** Reads values with their comments. */
  static ValuesTable of(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setProcessComments(true);
    List<Row> rows = new ArrayList<>();
    collect("", new Yaml(options).compose(new StringReader(yaml)), Rendered.yaml(yaml), rows);
    return new ValuesTable(List.copyOf(rows));
  }

  String markdown() {
    return "| value | default | meaning |\n|---|---|---|\n"
        + rows.stream().map(Row::markdown).collect(Collectors.joining());
  }

  private static void collect(String prefix, Node node, JsonNode values, List<Row> rows) {
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      String name = ((ScalarNode) tuple.getKeyNode()).getValue();
      String key = prefix + name;
      Optional<MappingNode> group = group(tuple.getValueNode());
      if (group.isPresent()) {
        collect(key + ".", group.get(), values.path(name), rows);
      } else {
        rows.add(new Row(key, json(values.path(name)), comment(tuple.getKeyNode())));
      }
    }
  }

  private static Optional<MappingNode> group(Node value) {
    return value instanceof MappingNode mapping
            && mapping.getValue().stream()
                .anyMatch(
                    each ->
                        group(each.getValueNode()).isPresent()
                            || !comment(each.getKeyNode()).isEmpty())
        ? Optional.of(mapping)
        : Optional.empty();
  }

  /** The lines right above the key; what an empty line parts from it is about something else. */
  private static String comment(Node key) {
    List<CommentLine> lines = key.getBlockComments() == null ? List.of() : key.getBlockComments();
    List<String> last = new ArrayList<>();
    for (CommentLine line : lines) {
      if (line.getValue().isBlank()) {
        last.clear();
      } else {
        last.add(line.getValue().strip());
      }
    }
    return String.join(" ", last);
  }

  private static String json(JsonNode value) {
    try {
      return new ObjectMapper().writeValueAsString(value).replace("|", "\\|");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
