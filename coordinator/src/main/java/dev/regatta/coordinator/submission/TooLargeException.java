package dev.regatta.coordinator.submission;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;

/** A submission beyond the coordinator's limit. */
public final class TooLargeException extends RegattaException {
  private static final long serialVersionUID = 1L;

  public TooLargeException(String message) {
    super(ErrorCategory.USER, message);
  }
}
