package dev.regatta.coordinator.service;

import dev.regatta.coordinator.execution.ExecutionConfig;
import dev.regatta.coordinator.kubernetes.KubernetesSettings;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.queue.QueueAdmin;
import dev.regatta.protocol.RegattaException;
import dev.regatta.service.Service;
import dev.regatta.service.http.HttpSettings;
import dev.regatta.service.kafka.KafkaSettings;
import dev.regatta.service.kafka.TopicSettings;
import dev.regatta.service.registry.Presence;
import dev.regatta.service.settings.Configuration;
import dev.regatta.service.settings.Rule;
import dev.regatta.service.settings.Setting;
import dev.regatta.service.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be set of a coordinator. */
final class CoordinatorSettings {
  static final String SERVICE = "coordinator";

  static final Setting<String> ID = Presence.id(SERVICE);

  static final Setting<String> STORE =
      Setting.text(
              "store",
              "Where plans, submissions and results are kept: a directory that all services see, or"
                  + " a URI such as s3://BUCKET/PREFIX")
          .withDefault("regatta-store");

  static final Setting<Path> SCRATCH =
      Setting.path("scratch", "Directory for uploads and for submissions that are laid out")
          .withDefault(
              Path.of(
                  System.getProperty("java.io.tmpdir"),
                  "regatta-coordinator-" + ProcessHandle.current().pid()),
              "TMPDIR/regatta-coordinator-PID");

  static final Setting<Path> CACHE =
      Setting.path("cache", "Where data sets that are fetched are kept")
          .withDefault(
              Path.of(System.getProperty("user.home"), ".cache", "regatta"), "~/.cache/regatta");

  static final Setting<Integer> CONCURRENT =
      Setting.integer("sweeps.concurrent", 1, 1000, "Sweeps that are executed at once; others wait")
          .withDefault(8);

  static final Setting<Long> MAX_SIZE =
      Setting.size(
              "submissions.max-size",
              1 << 10,
              1L << 40,
              "Most bytes of a submission: sweep file, scenario files and local data together")
          .withDefault(1L << 30);

  static final Setting<Integer> QUEUE_PARTITIONS =
      Setting.integer(
              "queue.partitions", 1, 1000, "Partitions of a model's queue when it is created")
          .withDefault(4);

  static final Setting<Integer> COMPLETION_PARTITIONS =
      Setting.integer(
              "completions.partitions",
              1,
              1000,
              "Partitions of the completions when their topic is created: most aggregators that share"
                  + " the work")
          .withDefault(2);

  static final Setting<Duration> LOCK =
      Setting.duration(
              "queue.lock",
              Duration.ofSeconds(1),
              Duration.ofHours(1),
              "For how long a worker has a request before the queue gives it to another; workers"
                  + " renew it. Within the bounds of the brokers, by default 15s to 60s")
          .withDefault(QueueAdmin.DEFAULT_LOCK);

  static final Setting<Duration> STALL =
      Setting.duration(
              "stall-timeout",
              Duration.ofMillis(100),
              Duration.ofHours(1),
              "Without an outcome for so long, a queue that is drained is checked for lost requests")
          .withDefault(Duration.ofSeconds(5));

  static final Setting<Optional<Path>> MISSPELLINGS =
      Setting.path(
              "perturbations.misspellings",
              "JSON of correct words and their misspellings, in place of the built-in list")
          .optional();

  static final Setting<Optional<Path>> DIALECT_MAP =
      Setting.path(
              "perturbations.dialect-map",
              "JSON of words and their dialect forms, for the perturbation dialect")
          .optional();

  static final Setting<Optional<Path>> PERSON_NAMES =
      Setting.path(
              "perturbations.person-names",
              "Names with their categories, for the perturbation person_name")
          .optional();

  static final Setting<Optional<Path>> PERTURBATION_DATA =
      Setting.path(
              "perturbations.data",
              "Directory of all lists that perturbations need, as in docs/sweep-file.md")
          .optional();

  private static final Rule LISTENS =
      new Rule(List.of(HttpSettings.PORT), CoordinatorSettings::requirePort);

  static final Configuration CONFIGURATION =
      Service.configuration(
          SERVICE,
          "Takes sweeps over HTTP, plans them, puts their requests on the queues and follows them to"
              + " their results. Any number may run; one leads.",
          all(),
          LISTENS,
          KafkaSettings.RULE);

  /** Landing waits for an aggregator however long it takes to come. */
  private static final Duration FOR_EVER = Duration.ofDays(3650);

  private static final int REPUBLICATIONS = 2;

  private CoordinatorSettings() {}

  private static List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>(List.of(ID));
    all.addAll(KafkaSettings.ALL);
    all.addAll(List.of(STORE, SCRATCH, CACHE, CONCURRENT, MAX_SIZE, STALL, QUEUE_PARTITIONS, LOCK));
    all.add(COMPLETION_PARTITIONS);
    all.addAll(TopicSettings.ALL);
    all.addAll(KubernetesSettings.ALL);
    all.addAll(List.of(MISSPELLINGS, DIALECT_MAP, PERSON_NAMES, PERTURBATION_DATA));
    return all;
  }

  private static void requirePort(Settings settings) {
    if (settings.get(HttpSettings.PORT).isEmpty()) {
      throw RegattaException.user(
          "http.port is missing: a coordinator takes sweeps over HTTP (expected: a port, 0 for any"
              + " free one)");
    }
  }

  static ExecutionConfig execution(Settings settings) {
    return new ExecutionConfig(
        KafkaSettings.client(settings),
        settings.get(QUEUE_PARTITIONS),
        settings.get(COMPLETION_PARTITIONS),
        settings.get(STALL),
        REPUBLICATIONS,
        FOR_EVER,
        TopicSettings.of(settings),
        settings.get(LOCK));
  }

  static PerturbationResources resources(Settings settings) {
    PerturbationResources given =
        new PerturbationResources(
            settings.get(MISSPELLINGS), settings.get(DIALECT_MAP), settings.get(PERSON_NAMES));
    return settings.get(PERTURBATION_DATA).map(given::withDirectory).orElse(given);
  }
}
