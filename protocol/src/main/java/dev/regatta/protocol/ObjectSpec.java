package dev.regatta.protocol;

import java.util.Map;

/** A name and its arguments, HELM's way to write a scenario, metric or perturbation. */
public record ObjectSpec(String className, Map<String, Object> args) {

  public ObjectSpec {
    args = args == null ? Map.of() : args;
  }
}
