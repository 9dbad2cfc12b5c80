package dev.regatta.coordinator.api;

import dev.regatta.coordinator.scale.PoolStatus;
import java.util.List;

/** The lists that the API answers with. */
public final class Views {
  private Views() {}

  /** Newest last. */
  public record Sweeps(List<SweepView> sweeps) {}

  public record Workers(List<WorkerView> workers) {}

  public record Models(List<Model> models) {}

  /**
   * A model that has workers.
   *
   * @param agree whether all of them have the same runtime, version and revision
   */
  public record Model(String model, String runtime, String revision, int workers, boolean agree) {}

  public record Queues(List<Queue> queues) {}

  /**
   * A model's queue.
   *
   * @param queued requests that wait for a worker
   * @param inFlight requests that workers have
   */
  public record Queue(String model, long queued, int inFlight, int workers) {}

  /** Of a coordinator that scales none, empty. */
  public record Pools(List<PoolStatus> pools) {}

  /**
   * The files of a submission that have to be uploaded first, as a problem of RFC 9457.
   *
   * @param missing SHA-256 of each
   */
  public record Missing(
      String type, String title, int status, String detail, List<String> missing) {}
}
