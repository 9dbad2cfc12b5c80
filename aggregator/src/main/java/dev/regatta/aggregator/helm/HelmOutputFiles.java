package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/** Writes the files of one run's directory, indented by two blanks as HELM's are. */
final class HelmOutputFiles {
  private final Path directory;

  HelmOutputFiles(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot make " + directory + ": " + e, e);
    }
  }

  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  void object(String name, JsonNode value) {
    file(name, json -> json.writeTree(value));
  }

  void list(String name, Collection<?> values) {
    file(name, json -> list(json, values));
  }

  void states(ObjectNode others, Collection<HelmRequestState> states) {
    file(
        HelmFiles.STATE,
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, JsonNode> other : others.properties()) {
            json.writeFieldName(other.getKey());
            json.writeTree(other.getValue());
          }
          json.writeFieldName("request_states");
          list(json, states);
          json.writeEndObject();
        });
  }

  private static void list(JsonGenerator json, Collection<?> values) throws IOException {
    json.writeStartArray();
    for (Object value : values) {
      json.writePOJO(value);
    }
    json.writeEndArray();
  }

  private void file(String name, Content content) {
    Path file = directory.resolve(name);
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    try (JsonGenerator json =
        Json.MAPPER.getFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.setPrettyPrinter(printer);
      content.write(json);
    } catch (IOException e) {
      throw RegattaException.resource("Cannot write " + file + ": " + e, e);
    }
  }
}
