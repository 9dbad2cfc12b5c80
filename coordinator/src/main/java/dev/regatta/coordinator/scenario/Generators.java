package dev.regatta.coordinator.scenario;

import java.util.Map;

/** Scenarios whose instances are made by code. */
@FunctionalInterface
public interface Generators {

  /**
   * Makes a generated scenario.
   *
   * @param generator its name, for instance {@code dyck_language}
   * @param args all arguments, defaults filled in
   * @throws dev.regatta.protocol.RegattaException USER where the generator or an argument's value
   *     is unknown
   */
  Scenario create(String generator, Map<String, Object> args);
}
