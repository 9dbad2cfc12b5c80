package dev.regatta.coordinator.cluster;

import dev.regatta.coordinator.submission.Submission;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.WorkerDetails;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the models of a sweep are, by their workers' word: a sweep file in a cluster only names
 * them. All workers of a model must agree on runtime, its version and the revision, and must be
 * what the sweep file asks for; until then the sweep waits.
 */
final class WorkerModels {

  /**
   * @param models in the order asked; empty where one is not known
   * @param reason why; null where all are known
   */
  record Resolution(List<ModelRef> models, String reason) {
    boolean known() {
      return reason == null;
    }
  }

  private record Identity(String runtime, String version, String revision, boolean simulated) {
    static Identity of(WorkerDetails worker) {
      return new Identity(
          worker.runtime(), worker.runtimeVersion(), worker.revision(), worker.simulated());
    }
  }

  private final List<ServiceStatus> workers;

  /**
   * @param workers that are not lost
   */
  WorkerModels(List<ServiceStatus> workers) {
    this.workers =
        workers.stream()
            .filter(status -> status.worker() != null && status.state() != ServiceState.STARTING)
            .toList();
  }

  Resolution resolve(List<Submission.Model> asked) {
    List<ModelRef> models = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Submission.Model model : asked) {
      List<ServiceStatus> own =
          workers.stream().filter(status -> status.worker().model().equals(model.name())).toList();
      Optional<String> reason = reason(model, own);
      if (reason.isPresent()) {
        reasons.add(reason.get());
      } else {
        models.add(ref(own));
      }
    }
    return reasons.isEmpty()
        ? new Resolution(models, null)
        : new Resolution(List.of(), String.join("; ", reasons));
  }

  private static Optional<String> reason(Submission.Model model, List<ServiceStatus> workers) {
    if (workers.isEmpty()) {
      return Optional.of("waits for a worker of the model " + model.name());
    }
    if (workers.stream().map(s -> Identity.of(s.worker())).distinct().count() > 1) {
      return Optional.of(
          "waits until all workers of the model "
              + model.name()
              + " agree: "
              + workers.stream().map(WorkerModels::described).collect(Collectors.joining(", ")));
    }
    return another(model, workers.get(0).worker()).or(() -> lacking(model, workers));
  }

  /** A model that is not what the sweep file asks for. */
  private static Optional<String> another(Submission.Model model, WorkerDetails worker) {
    if (!worker.runtime().equals(model.runtime())) {
      return Optional.of(another(model, "runtime " + worker.runtime(), model.runtime()));
    }
    boolean right =
        model.sha256().isEmpty()
            || model.sha256().stream().anyMatch(hash -> worker.revision().startsWith(hash));
    return right
        ? Optional.empty()
        : Optional.of(
            another(model, "revision " + worker.revision(), String.join(" or ", model.sha256())));
  }

  private static String another(Submission.Model model, String found, String expected) {
    return "the workers of the model %s have the %s (expected: %s, as the sweep file says)"
        .formatted(model.name(), found, expected);
  }

  /** A kind of request that no worker answers. */
  private static Optional<String> lacking(Submission.Model model, List<ServiceStatus> workers) {
    for (RequestKind kind : model.kinds()) {
      if (workers.stream().noneMatch(status -> status.worker().kinds().contains(kind))) {
        String why =
            workers.stream()
                .map(status -> status.worker().refused().get(kind.name()))
                .filter(Objects::nonNull)
                .findFirst()
                .map(reason -> ": " + reason)
                .orElse("");
        return Optional.of(
            "no worker of the model " + model.name() + " answers " + kind + " requests" + why);
      }
    }
    return Optional.empty();
  }

  private static String described(ServiceStatus status) {
    WorkerDetails worker = status.worker();
    return status.id()
        + " has "
        + worker.runtime()
        + " "
        + worker.runtimeVersion()
        + " and revision "
        + worker.revision();
  }

  private static ModelRef ref(List<ServiceStatus> workers) {
    WorkerDetails worker = workers.get(0).worker();
    Integer window =
        workers.stream()
            .map(status -> status.worker().window())
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    return new ModelRef(
        worker.model(),
        worker.runtime(),
        worker.runtimeVersion(),
        worker.revision(),
        window,
        worker.simulated());
  }

  /** Names of the models that have workers. */
  Set<String> names() {
    return workers.stream()
        .map(status -> status.worker().model())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
