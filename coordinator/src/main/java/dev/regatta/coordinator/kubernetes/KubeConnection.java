package dev.regatta.coordinator.kubernetes;

import dev.regatta.protocol.RegattaException;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How the API server is found: KUBECONFIG, else the pod's service account, else ~/.kube/config. */
sealed interface KubeConnection {
  /** By the service account of the pod. */
  record InCluster() implements KubeConnection {}

  /** By a file. */
  record ByFile(Path file) implements KubeConnection {}

  /**
   * @throws RegattaException USER where there is none
   */
  static KubeConnection find(Map<String, String> environment) {
    String given = environment.getOrDefault(Config.ENV_KUBECONFIG, "");
    if (!given.isEmpty()) {
      return new ByFile(Path.of(given));
    }
    if (environment.containsKey(Config.ENV_SERVICE_HOST)
        && Files.exists(Path.of(Config.SERVICEACCOUNT_TOKEN_PATH))) {
      return new InCluster();
    }
    Path usual = Path.of(environment.getOrDefault("HOME", "/"), ".kube", "config");
    if (Files.exists(usual)) {
      return new ByFile(usual);
    }
    throw RegattaException.user(
        "No Kubernetes cluster is known (expected: a kubeconfig file named by KUBECONFIG or at"
            + " ~/.kube/config, or to run in a pod with the token of a service account)");
  }

  /**
   * @param namespace by default that of the pod or of the file's context, else {@code default}
   * @throws RegattaException USER where the file cannot be used
   */
  default KubeApi open(Optional<String> namespace, Duration timeout) {
    try {
      return this instanceof ByFile by
          ? byFile(by.file, namespace, timeout)
          : inCluster(namespace, timeout);
    } catch (IOException | RuntimeException e) {
      throw RegattaException.user(
          "Cannot connect to Kubernetes by %s: %s"
              .formatted(
                  this instanceof ByFile by ? by.file : "the service account", e.getMessage()));
    }
  }

  private static KubeApi byFile(Path file, Optional<String> namespace, Duration timeout)
      throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("no such file, or not readable (expected: a kubeconfig file)");
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      KubeConfig config = KubeConfig.loadKubeConfig(reader);
      config.setFile(file.toFile());
      String place =
          namespace.or(() -> Optional.ofNullable(config.getNamespace())).orElse("default");
      return new KubeApi(named(ClientBuilder.kubeconfig(config).build()), place, timeout);
    }
  }

  private static KubeApi inCluster(Optional<String> namespace, Duration timeout)
      throws IOException {
    String own = Files.readString(Path.of(Config.SERVICEACCOUNT_NAMESPACE_PATH)).strip();
    return new KubeApi(named(ClientBuilder.cluster().build()), namespace.orElse(own), timeout);
  }

  private static ApiClient named(ApiClient client) {
    client.setUserAgent("regatta-coordinator");
    return client;
  }
}
