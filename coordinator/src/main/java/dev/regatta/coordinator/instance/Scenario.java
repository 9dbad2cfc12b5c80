package dev.regatta.coordinator.instance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /**
   * Whether perturbed copies stay whose input did not change. HELM keeps them where the scenario
   * builds its inputs of a passage and a question (BoolQ, CivilComments): a copy's input is a plain
   * one there and so never counts as equal to the original's.
   */
  default boolean keepsUnchangedCopies() {
    return false;
  }

  /** Files of this machine that the instances are read from. Nothing is fetched. */
  default List<Path> localFiles() {
    return List.of();
  }

  /**
   * SHA-256 of every data file behind the instances, by its address; empty for a generator. Part of
   * a sweep's identity.
   */
  default Map<String, String> dataHashes() {
    return Map.of();
  }
}
