package dev.regatta.service.life;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a service ended by itself. */
public record Failure(RegattaException error) {
  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  /**
   * With its category: an error of Kafka's client is one of a resource, or of the user where a
   * property of the client is wrong; an unknown one is a defect.
   */
  public static Failure of(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RegattaException known) {
      return new Failure(known);
    }
    return new Failure(
        cause instanceof KafkaException
            ? ofKafka(cause)
            : RegattaException.internal(cause.toString(), cause));
  }

  private static RegattaException ofKafka(Throwable error) {
    ErrorCategory category =
        error instanceof ConfigException ? ErrorCategory.USER : ErrorCategory.RESOURCE;
    return new RegattaException(category, "Kafka: " + reasons(error), error);
  }

  /** A client that cannot be made tells why in its cause only. */
  private static String reasons(Throwable error) {
    StringBuilder reasons = new StringBuilder(String.valueOf(error.getMessage()));
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && reasons.indexOf(cause.getMessage()) < 0) {
        reasons.append(": ").append(cause.getMessage());
      }
    }
    return reasons.toString();
  }

  public int exitCode() {
    return switch (error.category()) {
      case USER -> 2;
      case RESOURCE -> 3;
      case MODEL, INTERNAL -> 1;
    };
  }

  /** For the user, on standard error. */
  public void print() {
    System.err.println(error.category() + ": " + error.getMessage());
  }

  /** A user's mistake needs no stack trace. */
  void log() {
    if (error.category() == ErrorCategory.USER) {
      LOG.debug("Failed", error);
    } else {
      LOG.error("The service ends: {}", error.getMessage(), error);
    }
  }
}
