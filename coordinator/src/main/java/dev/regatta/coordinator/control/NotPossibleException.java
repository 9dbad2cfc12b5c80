package dev.regatta.coordinator.control;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;

/** A command that does not fit the state of its sweep. */
public final class NotPossibleException extends RegattaException {
  private static final long serialVersionUID = 1L;

  public NotPossibleException(String message) {
    super(ErrorCategory.USER, message);
  }
}
