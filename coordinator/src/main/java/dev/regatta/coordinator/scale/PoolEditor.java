package dev.regatta.coordinator.scale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.protocol.RegattaException;

/** Where pools are described, for whoever wants to change that by the API. */
public interface PoolEditor {

  /**
   * Describes a pool anew.
   *
   * @param spec as the cluster's own description has it
   * @return true where there was none of that name
   * @throws RegattaException USER with everything that is wrong with it; RESOURCE where the cluster
   *     does not take it
   */
  boolean put(String name, JsonNode spec);

  /**
   * Removes a pool with all that belongs to it.
   *
   * @return false where there is none of that name
   * @throws RegattaException RESOURCE where the cluster does not answer, or refuses
   */
  boolean delete(String name);
}
