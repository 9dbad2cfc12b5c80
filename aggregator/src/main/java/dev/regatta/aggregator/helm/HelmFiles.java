package dev.regatta.aggregator.helm;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.RegattaException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * The files of one directory of HELM's, gzipped or not. Lists are read element by element, since
 * they may be larger than memory. Whatever is wrong with a file is the user's error and names it.
 */
final class HelmFiles {
  static final String RUN_SPEC = "run_spec.json";
  static final String SCENARIO = "scenario.json";
  static final String STATE = "scenario_state.json";
  static final String STATS = "stats.json";
  static final String INSTANCE_STATS = "per_instance_stats.json";
  static final String INSTANCES = "instances.json";
  static final String PREDICTIONS = "display_predictions.json";
  static final String REQUESTS = "display_requests.json";

  private static final String STATES = "request_states";

  /** Python writes NaN and Infinity as bare words. */
  private static final ObjectReader READER =
      Json.MAPPER.reader().with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);

  private final Path directory;

  HelmFiles(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  boolean has(String name) {
    return Files.isRegularFile(directory.resolve(name))
        || Files.isRegularFile(directory.resolve(name + ".gz"));
  }

  /** A whole document, which must be an object. */
  ObjectNode object(String name) {
    try (JsonParser parser = open(name)) {
      JsonNode tree = parser.readValueAsTree();
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw wrong(name, "is no JSON object", null);
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  /** Every element of a document that is a list. */
  <T> void list(String name, Class<T> type, Consumer<T> consumer) {
    try (JsonParser parser = open(name)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw wrong(name, "is no JSON list", null);
      }
      elements(parser, name, type, consumer);
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  /** Every request of {@code scenario_state.json}; returns what the document has besides. */
  ObjectNode states(Consumer<HelmRequestState> consumer) {
    ObjectNode others = Json.MAPPER.createObjectNode();
    boolean found = false;
    try (JsonParser parser = open(STATE)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw wrong(STATE, "is no JSON object", null);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        boolean states = field.equals(STATES) && parser.nextToken() == JsonToken.START_ARRAY;
        if (states) {
          found = true;
          elements(parser, STATE, HelmRequestState.class, consumer);
        } else {
          if (parser.currentToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
          }
          others.set(field, parser.readValueAsTree());
        }
      }
    } catch (IOException e) {
      throw failed(STATE, e);
    }
    if (!found) {
      throw wrong(STATE, "has no list " + STATES, null);
    }
    return others;
  }

  /** An error that names a file of this directory. */
  RegattaException wrong(String name, String what, Throwable cause) {
    return new RegattaException(ErrorCategory.USER, directory.resolve(name) + ": " + what, cause);
  }

  private <T> void elements(JsonParser parser, String name, Class<T> type, Consumer<T> consumer)
      throws IOException {
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      T element = parser.readValueAs(type);
      if (element == null) {
        throw wrong(name, "element " + i + " is null (expected: an object)", null);
      }
      consumer.accept(element);
    }
  }

  private JsonParser open(String name) throws IOException {
    Path plain = directory.resolve(name);
    if (Files.isRegularFile(plain)) {
      return READER.createParser(new BufferedInputStream(Files.newInputStream(plain)));
    }
    Path zipped = directory.resolve(name + ".gz");
    if (!Files.isRegularFile(zipped)) {
      throw wrong(name, "no such file, nor one with .gz", null);
    }
    InputStream raw = Files.newInputStream(zipped);
    try {
      return READER.createParser(new BufferedInputStream(new GZIPInputStream(raw)));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private RegattaException failed(String name, IOException e) {
    if (e instanceof JsonProcessingException json) {
      JsonLocation at = json.getLocation();
      String place =
          at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr();
      return wrong(name, "not as HELM writes it" + place + ": " + json.getOriginalMessage(), e);
    }
    return wrong(name, "cannot be read: " + e, e);
  }
}
