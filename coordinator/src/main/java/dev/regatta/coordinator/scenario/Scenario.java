package dev.regatta.coordinator.scenario;

import java.util.stream.Stream;

/** A source of instances. */
public interface Scenario {

  /** Short name, as in run names and tables. */
  String name();

  /**
   * All instances of all splits, always the same ones in the same order, every one with an id.
   * Lazy: memory does not grow with the data. May be called again; the caller closes the stream.
   */
  Stream<Instance> instances();
}
