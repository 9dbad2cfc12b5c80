package dev.regatta.fetch;

import dev.regatta.protocol.ErrorCategory;

/** Why one source gave no file. Permanent: trying the same source again would not help. */
final class FetchFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCategory category;

  FetchFailure(ErrorCategory category, String reason) {
    super(reason);
    this.category = category;
  }

  static FetchFailure user(String reason) {
    return new FetchFailure(ErrorCategory.USER, reason);
  }

  static FetchFailure resource(String reason) {
    return new FetchFailure(ErrorCategory.RESOURCE, reason);
  }

  ErrorCategory category() {
    return category;
  }
}
