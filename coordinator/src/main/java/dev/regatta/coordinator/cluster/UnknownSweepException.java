package dev.regatta.coordinator.cluster;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;

/** There is no such sweep. */
public final class UnknownSweepException extends RegattaException {
  private static final long serialVersionUID = 1L;

  public UnknownSweepException(String id) {
    super(ErrorCategory.USER, "No sweep " + id + " has been submitted");
  }
}
