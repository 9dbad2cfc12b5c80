package dev.regatta.protocol;

/**
 * An error with its audience. The message names the offending file, key and value and what was
 * expected; it never carries a secret.
 */
public class RegattaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCategory category;

  public RegattaException(ErrorCategory category, String message) {
    this(category, message, null);
  }

  public RegattaException(ErrorCategory category, String message, Throwable cause) {
    super(message, cause);
    this.category = category;
  }

  public ErrorCategory category() {
    return category;
  }

  public static RegattaException user(String message) {
    return new RegattaException(ErrorCategory.USER, message);
  }

  public static RegattaException model(String message) {
    return new RegattaException(ErrorCategory.MODEL, message);
  }

  public static RegattaException resource(String message, Throwable cause) {
    return new RegattaException(ErrorCategory.RESOURCE, message, cause);
  }

  public static RegattaException internal(String message, Throwable cause) {
    return new RegattaException(ErrorCategory.INTERNAL, message, cause);
  }
}
