package dev.regatta.store;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens the stores of one kind of URI. Found by {@link java.util.ServiceLoader}, so that a store
 * whose libraries few need can be a module of its own.
 */
public interface FileStoreProvider {
  /** Scheme of its URIs, in lower case. */
  String scheme();

  /**
   * Opens a store; nothing is created before the first write.
   *
   * @param settings value of a setting by its name, such as {@code s3.endpoint}
   * @throws dev.regatta.protocol.RegattaException USER for a location or setting that is wrong
   */
  FileStore open(URI location, Function<String, Optional<String>> settings);

  /**
   * What a Hadoop configuration needs so that Spark reads the same store under the same URI, in
   * other processes too; carries no secret.
   */
  Map<String, String> hadoop(Function<String, Optional<String>> settings);
}
