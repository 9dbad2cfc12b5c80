package dev.regatta.coordinator.sweep;

import dev.regatta.protocol.ObjectSpec;
import java.util.List;
import java.util.Map;

/** The perturbations there are. */
public interface PerturbationCatalog {

  /** Names of perturbations and of suites. */
  List<String> names();

  /**
   * What a name stands for: one perturbation with these arguments, or those of a suite.
   *
   * @param name one of {@link #names}
   * @throws dev.regatta.protocol.RegattaException USER where the arguments are wrong
   */
  List<ObjectSpec> named(String name, Map<String, Object> args);
}
