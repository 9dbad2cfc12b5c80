package dev.regatta.worker;

import dev.regatta.protocol.RegattaException;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.simulated.SimulatedOptions;
import dev.regatta.worker.runtime.simulated.SimulatedRuntime;
import java.util.List;
import java.util.Map;

/** The engines a worker can run, by name. A new engine is one name and one case here. */
public final class Runtimes {
  /** Names that {@link #open} takes. */
  public static final List<String> NAMES = List.of("simulated");

  private Runtimes() {}

  /**
   * Opens an engine; may take as long as loading the model does.
   *
   * @throws RegattaException USER where the name or an option is unknown or wrong, MODEL or
   *     RESOURCE where the engine does not start
   */
  public static ModelRuntime open(String name, String model, Map<String, String> options) {
    return switch (name) {
      case "simulated" -> new SimulatedRuntime(model, SimulatedOptions.from(options));
      default ->
          throw RegattaException.user(
              "Unknown runtime '" + name + "'" + Suggestion.among(name, NAMES));
    };
  }
}
