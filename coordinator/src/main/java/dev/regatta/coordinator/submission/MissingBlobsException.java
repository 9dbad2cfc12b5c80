package dev.regatta.coordinator.submission;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.util.List;

/** The coordinator lacks files of a submission: they are to be uploaded first. */
public final class MissingBlobsException extends RegattaException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> missing;

  MissingBlobsException(List<String> missing) {
    super(ErrorCategory.USER, missing.size() + " files have to be uploaded first");
    this.missing = List.copyOf(missing);
  }

  /** SHA-256 of each of them. */
  public List<String> missing() {
    return missing;
  }
}
