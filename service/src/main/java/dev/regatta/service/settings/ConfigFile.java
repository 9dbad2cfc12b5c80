package dev.regatta.service.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.regatta.service.settings.Given.Source;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Settings in a file: {@code .properties}, or YAML, where nested keys are joined by dots. */
final class ConfigFile {
  private final Source source;
  private final List<Given> given = new ArrayList<>();
  private final List<String> problems;

  private ConfigFile(Path file, List<String> problems) {
    this.source = new Source(file.toString(), false);
    this.problems = problems;
  }

  /** Every key of the file; adds a problem where it cannot be read. */
  static List<Given> read(Path file, List<String> problems) {
    ConfigFile config = new ConfigFile(file, problems);
    try (Reader reader = Files.newBufferedReader(file)) {
      if (file.toString().endsWith(".properties")) {
        config.properties(reader);
      } else {
        config.collect("", new YAMLMapper().readTree(reader));
      }
    } catch (JsonProcessingException e) {
      problems.add("config: cannot read " + file + place(e) + " (expected: YAML)");
    } catch (IOException | IllegalArgumentException e) {
      problems.add("config: cannot read " + file + ": " + e);
    }
    return config.given;
  }

  /** Without the message: it quotes the line, which may hold a password. */
  private static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null
        ? ""
        : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private void properties(Reader reader) throws IOException {
    Properties properties = new Properties();
    properties.load(reader);
    properties.stringPropertyNames().stream()
        .sorted()
        .forEach(key -> given.add(new Given(key, properties.getProperty(key), source)));
  }

  private void collect(String key, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  collect(
                      key.isEmpty() ? field.getKey() : key + "." + field.getKey(),
                      field.getValue()));
    } else if (node.isValueNode() && !node.isNull() && !key.isEmpty()) {
      given.add(new Given(key, node.asText(), source));
    } else if (!node.isMissingNode() && !node.isNull()) {
      problems.add(
          (key.isEmpty() ? source.name() : key)
              + ": a list or text in "
              + source.name()
              + " (expected: keys with one value each)");
    }
  }
}
