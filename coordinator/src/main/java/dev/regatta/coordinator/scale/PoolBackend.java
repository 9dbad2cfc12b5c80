package dev.regatta.coordinator.scale;

import dev.regatta.protocol.RegattaException;
import java.util.List;
import java.util.Map;

/** What the autoscaler asks of a cluster. All methods are called by one thread. */
public interface PoolBackend {

  /**
   * The pools as they are, from memory where the cluster is watched. Asked every second, also while
   * another coordinator leads. No two of them have the same model.
   *
   * @throws RegattaException RESOURCE where the cluster does not answer
   */
  List<ObservedPool> pools();

  /**
   * Asks for another number of replicas; nothing happens where it is the present one. Where they
   * become fewer, those with the least load go.
   *
   * @param reason for the user, recorded with the pool
   * @param load requests in flight of each worker, by its id; one that is missing has none
   * @throws RegattaException RESOURCE where the cluster does not answer; the next call tries again
   */
  void scale(String pool, int replicas, String reason, Map<String, Integer> load);

  /**
   * Tells how many requests wait or are worked on, for whoever looks at the pool; need not be
   * recorded at once.
   */
  default void outstanding(String pool, long requests) {}
}
