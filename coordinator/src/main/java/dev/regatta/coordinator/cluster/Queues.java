package dev.regatta.coordinator.cluster;

import dev.regatta.coordinator.execution.QueueWatch;
import dev.regatta.protocol.ModelRef;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.SweepControl;
import dev.regatta.service.registry.ServiceRegistry;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** How full the models' queues are. */
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
