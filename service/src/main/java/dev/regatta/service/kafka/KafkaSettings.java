package dev.regatta.service.kafka;

import dev.regatta.protocol.RegattaException;
import dev.regatta.service.settings.Rule;
import dev.regatta.service.settings.Setting;
import dev.regatta.service.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** How a service reaches Kafka. Every property of Kafka's clients can be given to all of them. */
public final class KafkaSettings {
  public static final Setting<String> BOOTSTRAP =
      Setting.text("bootstrap", "Addresses of Kafka: HOST:PORT, with commas between them");

  public static final Setting<Optional<Path>> PROPERTIES =
      Setting.path(
              "kafka-properties",
              "File with properties of every Kafka client, for instance those of TLS and SASL")
          .optional();

  public static final Setting<Map<String, String>> CLIENT =
      Setting.map(
          "kafka", '.', "A property of every Kafka client; wins over the same one in the file");

  public static final List<Setting<?>> ALL = List.of(BOOTSTRAP, PROPERTIES, CLIENT);

  /** The file of properties can be read. */
  public static final Rule RULE = new Rule(List.of(PROPERTIES, CLIENT), KafkaSettings::properties);

  private KafkaSettings() {}

  /**
   * What every client of the service starts from: the address and the user's properties, those of
   * share consumers aside, which other consumers refuse.
   *
   * @throws RegattaException USER where the file cannot be read
   */
  public static Map<String, Object> client(Settings settings) {
    Map<String, Object> client = new HashMap<>(properties(settings));
    client.keySet().removeIf(key -> key.startsWith("share."));
    client.put("bootstrap.servers", settings.get(BOOTSTRAP));
    return client;
  }

  /** The user's properties alone, without the address. */
  public static Map<String, String> properties(Settings settings) {
    Map<String, String> properties = new HashMap<>();
    settings.get(PROPERTIES).ifPresent(file -> properties.putAll(read(file)));
    properties.putAll(settings.get(CLIENT));
    // A file that other clients use too may name its cluster; ours is named by its own key.
    properties.remove("bootstrap.servers");
    return properties;
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw RegattaException.user(
          "Cannot read kafka-properties "
              + file
              + " (expected: a properties file): "
              + e.getMessage());
    }
    Map<String, String> read = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> read.put(key, properties.getProperty(key)));
    return read;
  }
}
