package dev.regatta.coordinator.cluster;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.util.Optional;

/** Another coordinator leads, or none does yet. */
public final class StandbyException extends RegattaException {
  private static final long serialVersionUID = 1L;

  StandbyException(Optional<String> leader) {
    super(
        ErrorCategory.RESOURCE,
        "This coordinator stands by"
            + leader
                .map(url -> "; the one that leads is at " + url)
                .orElse("; none leads yet, try again in some seconds"));
  }
}
