package dev.regatta.coordinator.kubernetes;

import dev.regatta.coordinator.config.CamelCase;
import dev.regatta.coordinator.config.Key;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user says about a pool: the {@code spec} of a ModelPool. The schema of the custom resource
 * is made of these annotations, see {@link PoolSchema}.
 */
@CamelCase
record PoolSpec(
    @Key(value = "The model that the pool's workers answer for", required = true) Model model,
    @Key(
            value =
                "What answers: an engine in a container beside the worker (vllm, sglang, tgi,"
                    + " llama-server), or one inside of the worker",
            required = true,
            oneOf = {"vllm", "sglang", "tgi", "llama-server", "llamacpp", "simulated"})
        String runtime,
    @Key("The engine's container; needed where the runtime has one") Optional<Engine> engine,
    @Key("The worker's container") Worker worker,
    @Key("Accelerators of each replica") Gpus gpus,
    @Key(
            value = "Accelerators over which the engine splits the model",
            byDefault = "1",
            min = 1,
            max = 64)
        int tensorParallel,
    @Key(value = "Requests that a replica answers at once", byDefault = "64", min = 1, max = 16_384)
        int slots,
    @Key("Where the model's files are kept; an empty directory of the pod where not given")
        Optional<Cache> cache,
    @Key("Labels of the nodes that replicas may run on") Map<String, String> nodeSelector,
    @Key(
            "Taints that replicas tolerate, as in a pod; the one named like the accelerator is"
                + " tolerated already")
        List<Map<String, Object>> tolerations,
    @Key("How replicas are spread over nodes, as in a pod")
        List<Map<String, Object>> topologySpreadConstraints,
    @Key("Priority class of the pods") Optional<String> priorityClassName,
    @Key("Runtime class of the pods") Optional<String> runtimeClassName,
    @Key("Service account of the pods; they get no token of it")
        Optional<String> serviceAccountName,
    @Key("Names of the secrets that images are pulled with") List<String> imagePullSecrets,
    @Key("How many replicas there may be") Replicas replicas,
    @Key(
            value = "Pools of a higher priority get accelerators first",
            byDefault = "0",
            min = -1000,
            max = 1000)
        int priority,
    @Key(
            value = "Share of the accelerators among pools of one priority",
            byDefault = "1",
            min = 0.001,
            max = 1000)
        double weight,
    @Key(value = "Without work for so long, the pool goes to its least size", byDefault = "5m")
        String idleTime,
    @Key(
            value = "From a replica's creation to its first answer, until it has been measured",
            byDefault = "3m")
        String startTime,
    @Key(value = "Time in which outstanding work is to be done", byDefault = "30m")
        String targetTime,
    @Key(
            value = "Cost of a replica per hour, in your currency",
            byDefault = "0",
            min = 0,
            max = 1_000_000)
        double costPerHour,
    @Key(
            value =
                "Time that a replica has to finish or give back its requests when it is stopped",
            byDefault = "60s")
        String gracePeriod) {

  /** Which model. */
  @CamelCase
  record Model(
      @Key(value = "Its name in sweep files; decides the queue", required = true) String name,
      @Key("Its revision, as the engine takes it") Optional<String> revision,
      @Key(
              "Where it comes from: what the engine takes for a model, for llamacpp a path of the"
                  + " container, an address, hf:// or pypi://; its name where not given")
          Optional<String> source) {}

  /** The container of an engine that is a server. */
  @CamelCase
  record Engine(
      @Key(value = "Its image", required = true) String image,
      @Key("Its command in place of the usual one of the runtime") List<String> command,
      @Key("Further arguments; they replace those of the same name that the pool would give")
          List<String> args,
      @Key("Variables of its environment, as in a pod") List<Map<String, Object>> env,
      @Key(
              value = "Port on which it listens, inside of the pod",
              byDefault = "8000",
              min = 1024,
              max = 65_535)
          int port,
      @Key("Its requests and limits") Resources resources) {}

  /** The container of the worker. */
  @CamelCase
  record Worker(
      @Key("Its image; that of the installation where not given") Optional<String> image,
      @Key("Options of the runtime, as in sweep files") Map<String, Object> options,
      @Key("Further arguments; they replace those of the same name that the pool would give")
          List<String> args,
      @Key("Variables of its environment, as in a pod") List<Map<String, Object>> env,
      @Key("Its requests and limits; those of the installation where not given")
          Resources resources) {}

  /** Resources of a container. */
  @CamelCase
  record Resources(
      @Key("What is reserved") Map<String, String> requests,
      @Key("What may be used at most") Map<String, String> limits) {}

  /** Accelerators of a replica. */
  @CamelCase
  record Gpus(
      @Key(value = "How many", byDefault = "0", min = 0, max = 64) int count,
      @Key(value = "The resource they are, a slice for instance", byDefault = "nvidia.com/gpu")
          String resource) {}

  /** The volume with the model's files. */
  @CamelCase
  record Cache(
      @Key("Size of a volume for each replica; makes the pool a stateful set")
          Optional<String> size,
      @Key("Storage class of those volumes") Optional<String> storageClass,
      @Key("A claim that all replicas share, in place of a volume for each") Optional<String> claim,
      @Key(value = "Where it is mounted", byDefault = "/cache") String path) {}

  /** Bounds of a pool. */
  @CamelCase
  record Replicas(
      @Key(value = "Replicas that are kept without work", byDefault = "0", min = 0, max = 10_000)
          int min,
      @Key(value = "Most replicas", byDefault = "1", min = 0, max = 10_000) int max) {}

  /** Whether the engine is a server in a container of its own. */
  boolean hasSidecar() {
    return !inProcess(runtime);
  }

  static boolean inProcess(String runtime) {
    return runtime.equals("llamacpp") || runtime.equals("simulated");
  }

  /** Whether each replica has a volume of its own, and thereby a name that lasts. */
  boolean isStateful() {
    return cache.flatMap(Cache::size).isPresent();
  }

  String source() {
    return model.source().orElse(model.name());
  }

  String cachePath() {
    return cache.map(Cache::path).orElse("/cache");
  }
}
