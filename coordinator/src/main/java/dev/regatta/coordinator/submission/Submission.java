package dev.regatta.coordinator.submission;

import dev.regatta.protocol.RequestKind;
import java.util.List;

/**
 * An accepted sweep: {@code submissions/<id>/submission.json} in the store, its files in {@code
 * submissions/blobs}.
 *
 * @param id name of the sweep and hash of the manifest: the same files are the same sweep
 * @param name of the sweep in its file
 * @param priority 0 to 9
 * @param models that it asks
 */
public record Submission(
    String id, String name, int priority, List<Model> models, Manifest manifest) {

  /**
   * A model as the sweep file has it. What it really is, its workers say.
   *
   * @param sha256 of the model's file, where the sweep file names it; of any one of these
   * @param kinds of requests that the sweep has for it
   */
  public record Model(String name, String runtime, List<String> sha256, List<RequestKind> kinds) {}
}
