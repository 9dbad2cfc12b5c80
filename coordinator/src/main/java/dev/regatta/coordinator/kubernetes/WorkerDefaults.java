package dev.regatta.coordinator.kubernetes;

import dev.regatta.coordinator.config.Binder;
import dev.regatta.coordinator.config.CamelCase;
import dev.regatta.coordinator.config.Key;
import dev.regatta.coordinator.config.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the operator of an installation gives to the workers of every pool. */
@CamelCase
record WorkerDefaults(
    @Key("Image of workers where the pool names none") Optional<String> image,
    @Key("How workers reach Kafka") Kafka kafka,
    @Key(
            "Secret with the tokens of the workers' HTTP port under the key tokens; without it they"
                + " listen to nobody and have no probes")
        Optional<String> tokensSecret,
    @Key("Service account where the pool names none") Optional<String> serviceAccountName,
    @Key("Names of the secrets that images are pulled with") List<String> imagePullSecrets,
    @Key("Variables of every worker's environment, as in a pod") List<Map<String, Object>> env,
    @Key("Requests and limits of workers where the pool gives none") PoolSpec.Resources resources,
    @Key("Further labels of every object and pod") Map<String, String> labels,
    @Key("Further annotations of every pod") Map<String, String> podAnnotations,
    @Key("User and group of all containers") Security security) {

  /** How workers reach Kafka. */
  @CamelCase
  record Kafka(
      @Key("Its addresses; those of the coordinator where not given") Optional<String> bootstrap,
      @Key("Secret with properties of Kafka's clients under the key kafka.properties")
          Optional<String> propertiesSecret) {}

  /** As whom containers run. */
  @CamelCase
  record Security(
      @Key(value = "Numeric user, not 0", byDefault = "65532", min = 1, max = 2_147_483_647)
          int runAsUser,
      @Key(
              value = "Numeric group, also of volumes",
              byDefault = "65532",
              min = 1,
              max = 2_147_483_647)
          int fsGroup) {}

  /**
   * Reads a file, strictly.
   *
   * @throws dev.regatta.protocol.RegattaException USER with every problem
   */
  static WorkerDefaults read(Path file) {
    return Binder.bind(file, WorkerDefaults.class).value();
  }

  /** Those of an installation that says nothing. */
  static WorkerDefaults none() {
    return Binder.bindText("{}", "worker defaults", WorkerDefaults.class, new Problems())
        .orElseThrow()
        .value();
  }
}
