package dev.regatta.protocol;

import java.util.Map;

/**
 * What a coordinator says of itself.
 *
 * @param leads true for the one that plans and writes; the others answer questions
 * @param url address of its API; null where it has none
 * @param progress of the sweeps that it executes: by id, then by model
 */
public record CoordinatorDetails(
    boolean leads, String url, Map<String, Map<String, ModelProgress>> progress) {

  public CoordinatorDetails {
    progress = progress == null ? Map.of() : Map.copyOf(progress);
  }
}
