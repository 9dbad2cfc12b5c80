package dev.regatta.store.s3;

import dev.regatta.protocol.RegattaException;
import dev.regatta.store.FileStore;
import dev.regatta.store.FileStoreProvider;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stores at {@code s3://BUCKET/PREFIX}, on AWS or any compatible server. The settings {@code
 * s3.endpoint}, {@code s3.region} and {@code s3.path-style} say where; credentials come from the
 * default chain of the AWS SDK (environment, profile, role) and from nowhere else.
 */
public final class S3StoreProvider implements FileStoreProvider {
  static final String SCHEME = "s3";

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public FileStore open(URI location, Function<String, Optional<String>> settings) {
    String bucket = bucket(location);
    String path = location.getPath().replaceAll("^/+|/+$", "");
    String root = path.isEmpty() ? "" : path + "/";
    return new S3FileStore(
        new Bucket(S3Clients.of(S3Settings.of(settings)), bucket),
        SCHEME + "://" + bucket + (path.isEmpty() ? "" : "/" + path),
        root);
  }

  /** Says nothing of the location that is wrong: people put credentials there. */
  static String bucket(URI location) {
    String authority = location.getAuthority();
    boolean plain =
        authority != null
            && authority.matches("[A-Za-z0-9._-]+")
            && location.getQuery() == null
            && location.getFragment() == null;
    if (!plain) {
      throw RegattaException.user(
          "A store on s3 has a location that cannot be used (expected: s3://BUCKET/PREFIX and no"
              + " more; credentials come from the environment, a profile or a role)");
    }
    return authority;
  }

  @Override
  public Map<String, String> hadoop(Function<String, Optional<String>> settings) {
    Map<String, String> hadoop = new LinkedHashMap<>(S3Settings.of(settings).hadoop());
    hadoop.put("fs." + SCHEME + ".impl", S3FileSystem.class.getName());
    return hadoop;
  }
}
