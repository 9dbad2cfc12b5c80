package dev.regatta.cli;

import dev.regatta.aggregator.AggregatorMain;
import dev.regatta.aggregator.annotation.AnnotatorSettings;
import dev.regatta.coordinator.service.CoordinatorMain;
import dev.regatta.service.settings.Configuration;
import dev.regatta.service.settings.SettingsDoc;
import dev.regatta.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** docs/configuration.md: every key of every service. The main method writes it to a file. */
final class ConfigurationPage {
  private static final List<Configuration> SERVICES =
      List.of(
          CoordinatorMain.CONFIGURATION,
          WorkerConfig.CONFIGURATION,
          AggregatorMain.CONFIGURATION,
          AnnotatorSettings.CONFIGURATION,
          BrokerMain.CONFIGURATION);

  private static final String INTRODUCTION =
      """
      # Configuration of the services

      A key is taken from the command line (`--key value` or `--key=value`), else from the environment
      (`REGATTA_SERVICE_KEY`: capitals, dots and dashes as underscores), else from the YAML or
      `.properties` file that `--config` or `REGATTA_SERVICE_CONFIG` names, else it has its default. In
      YAML a dot may be a level: `sink: {max-rows: 1000}`. `regatta SERVICE --help` prints the same lists.

      Everything is checked before anything starts: unknown keys, wrong values and missing ones are
      reported together, each with its place, and the process ends with exit code 2.

      - Times have a unit: `200ms`, `30s`, `5m`, `2h`, `14d`. Sizes are bytes, or have one: `64KiB`, `128MiB`.
      - Keys with a NAME can be given any number of times: `--kafka security.protocol=SSL`, `--kafka.ssl.protocol
        TLSv1.3`, `REGATTA_WORKER_KAFKA_SSL_PROTOCOL`, or as a level of the file.
      - Properties of Kafka reach every client of the service: TLS and SASL work as in Kafka's own
        documentation. What is secret among them is best in the file of `kafka-properties`.
      - Secrets stand in a file (`...-file`) or in the environment (`REGATTA_SERVICE_HTTP_TOKENS`), never on
        the command line; they are not shown in help, logs or messages.
      """;

  private ConfigurationPage() {}

  static String markdown() {
    return INTRODUCTION
        + SERVICES.stream()
            .map(service -> "\n" + SettingsDoc.markdown(service))
            .collect(Collectors.joining());
  }

  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), markdown());
  }
}
