package dev.regatta.coordinator.cluster;

import dev.regatta.coordinator.execution.QueueWatch;
import dev.regatta.coordinator.submission.Submission;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.SweepControl;
import dev.regatta.protocol.Topics;
import dev.regatta.service.registry.ServiceRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Which queues there are, and how full they are. */
public final class Queues {
  private final QueueWatch watch;
  private final ServiceRegistry registry;

  public Queues(QueueWatch watch, ServiceRegistry registry) {
    this.watch = watch;
    this.registry = registry;
  }

  /**
   * A model's queue.
   *
   * @param open requests that are not acknowledged: those that wait and those in flight
   * @param inFlight of them, those that workers say they have
   * @param workers that are present
   */
  public record Depth(String model, long open, int inFlight, int workers) {

    /** Requests that wait for a worker. */
    public long queued() {
      return Math.max(0, open - inFlight);
    }
  }

  /**
   * The queues of the sweeps' models and of those that have workers, by name.
   *
   * @throws RegattaException RESOURCE where Kafka does not answer
   */
  public List<Depth> depths(Collection<SweepControl> sweeps) {
    List<ServiceStatus> workers =
        registry.present(ServiceKind.WORKER).stream()
            .filter(status -> status.worker() != null)
            .toList();
    TreeSet<String> models = new TreeSet<>(new WorkerModels(workers).names());
    sweeps.stream()
        .filter(sweep -> sweep.models() != null && !sweep.state().ended())
        .flatMap(sweep -> sweep.models().stream())
        .map(ModelRef::name)
        .forEach(models::add);
    return models.stream().map(model -> depth(model, workers)).toList();
  }

  /**
   * Looks whether Kafka can have queues for the models of a sweep beside those that are there, or
   * that workers wait for.
   *
   * @throws RegattaException USER, naming both models, where it cannot; RESOURCE where Kafka does
   *     not answer
   */
  public void requirePossible(Submission submission) {
    Set<String> present = new TreeSet<>(watch.models());
    present.addAll(new WorkerModels(registry.present(ServiceKind.WORKER)).names());
    for (Submission.Model model : submission.models()) {
      for (String other : present) {
        if (Topics.collide(model.name(), other)) {
          throw RegattaException.user(
              Topics.collision(model.name(), other)
                  + ", and "
                  + other
                  + " has one (expected: a name that differs otherwise)");
        }
      }
    }
  }

  private Depth depth(String model, List<ServiceStatus> workers) {
    List<ServiceStatus> own =
        workers.stream().filter(status -> status.worker().model().equals(model)).toList();
    int inFlight = own.stream().mapToInt(status -> status.worker().inFlight()).sum();
    return new Depth(model, open(model), inFlight, own.size());
  }

  private long open(String model) {
    try {
      return watch.open(model).values().stream().mapToLong(QueueWatch.Open::count).sum();
    } catch (RegattaException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw e;
    }
  }
}
