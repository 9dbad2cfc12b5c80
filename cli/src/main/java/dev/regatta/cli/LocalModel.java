package dev.regatta.cli;

import dev.regatta.protocol.ModelRef;
import java.util.Map;

/**
 * A model to serve on this machine.
 *
 * @param options of its runtime, the model's file among them where it has one
 */
public record LocalModel(ModelRef ref, Map<String, String> options) {

  /** Whether the engine may take its process down, and so gets one of its own. */
  boolean ownProcess() {
    return !ref.simulated();
  }
}
