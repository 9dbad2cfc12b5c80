package dev.regatta.store;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * Where the settings of a store come from: {@code s3.path-style} is {@code regatta.s3.path-style}
 * of a Hadoop configuration, the system property of that name, or the environment variable {@code
 * REGATTA_S3_PATH_STYLE}.
 */
public final class StoreSettings implements Function<String, Optional<String>> {
  private final Function<String, String> first;

  private StoreSettings(Function<String, String> first) {
    this.first = first;
  }

  @Override
  public Optional<String> apply(String name) {
    String key = "regatta." + name;
    return present(first.apply(key))
        .or(() -> present(System.getProperty(key)))
        .or(() -> present(System.getenv(environment(key))));
  }

  /** The settings of this process, after those of a Hadoop configuration; null for none. */
  public static StoreSettings of(Configuration configuration) {
    return new StoreSettings(configuration == null ? key -> null : configuration::get);
  }

  private static String environment(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static Optional<String> present(String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }
}
