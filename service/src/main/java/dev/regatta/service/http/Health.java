package dev.regatta.service.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether a service is ready for its work, and what is missing where it is not. */
public final class Health {
  private final Map<String, Supplier<Optional<String>>> checks = new LinkedHashMap<>();

  /**
   * Adds a check, or replaces the one of that name.
   *
   * @param missing quick; empty where all is well, else what is waited for
   */
  public synchronized void check(String name, Supplier<Optional<String>> missing) {
    checks.put(name, missing);
  }

  /** What is missing, by the names of the checks; empty for a service that is ready. */
  public synchronized Map<String, String> missing() {
    Map<String, String> missing = new LinkedHashMap<>();
    checks.forEach((name, check) -> check.get().ifPresent(reason -> missing.put(name, reason)));
    return missing;
  }
}
