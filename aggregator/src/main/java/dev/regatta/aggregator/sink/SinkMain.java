package dev.regatta.aggregator.sink;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import dev.regatta.store.Store;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The sink as a process of its own. SIGTERM lands what has been read, commits and ends with the
 * JVM's 143; a wrong setting ends with 2, a store or Kafka that fails for good with 3, a defect
 * with 1.
 */
@Command(
    name = "regatta-sink",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Lands completions from Kafka in the store, each request's once.")
public final class SinkMain implements Callable<Integer> {
  @Option(names = "--bootstrap", required = true, description = "Kafka's bootstrap servers")
  private String bootstrap;

  @Option(names = "--store", required = true, description = "Directory or URI of the store")
  private String store;

  @Option(names = "--kafka-properties", description = "File with more settings of the clients")
  private Path properties;

  @Option(names = "--max-rows", description = "Rows after which files end, 1 to 10000000")
  private int maxRows = SinkConfig.DEFAULTS.maxRows();

  @Option(names = "--max-bytes", description = "Bytes after which files end, at least 1048576")
  private long maxBytes = SinkConfig.DEFAULTS.maxBytes();

  @Option(names = "--idle", description = "Time without completions after which files end")
  private Duration idle = SinkConfig.DEFAULTS.idle();

  @Option(names = "--max-age", description = "Age at which files end, at most PT1H")
  private Duration maxAge = SinkConfig.DEFAULTS.maxAge();

  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new SinkMain())
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              command.getErr().println(e.getMessage());
              return exitCode(e);
            })
        .execute(args);
  }

  @Override
  public Integer call() throws IOException {
    SinkConfig config = new SinkConfig(maxRows, maxBytes, idle, maxAge);
    Sink sink = new Sink(kafka(), Store.open(store), config, Clock.systemUTC());
    Thread hook = new Thread(sink::close, "regatta-sink-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    sink.start();
    sink.await();
    if (sink.failure().isPresent()) {
      throw sink.failure().get();
    }
    return 0;
  }

  private Map<String, Object> kafka() throws IOException {
    Map<String, Object> settings = new HashMap<>();
    if (properties != null) {
      if (!Files.isReadable(properties)) {
        throw RegattaException.user("Cannot read --kafka-properties " + properties);
      }
      Properties file = new Properties();
      try (Reader reader = Files.newBufferedReader(properties)) {
        file.load(reader);
      }
      file.stringPropertyNames().forEach(key -> settings.put(key, file.getProperty(key)));
    }
    settings.put("bootstrap.servers", bootstrap);
    return settings;
  }

  private static int exitCode(Exception e) {
    if (e instanceof RegattaException regatta && regatta.category() == ErrorCategory.USER) {
      return 2;
    }
    boolean defect =
        e instanceof RegattaException regatta && regatta.category() == ErrorCategory.INTERNAL;
    return defect ? 1 : 3;
  }
}
