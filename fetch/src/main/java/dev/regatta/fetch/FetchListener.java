package dev.regatta.fetch;

import java.time.Duration;
import java.util.OptionalLong;

/** Hears how a fetch goes, on the fetching thread. Sources are shown without credentials. */
public interface FetchListener {
  FetchListener NONE = new FetchListener() {};

  /** A file with these terms is about to be fetched for the first time. */
  default void terms(String source, Terms terms) {}

  /**
   * Called for every block that arrives and for nothing that was cached; be quick.
   *
   * @param bytes present so far, those of an earlier interrupted run included
   * @param total size of the whole download where the server tells it
   */
  default void progress(String source, long bytes, OptionalLong total) {}

  /** A transient failure; the same source is tried again after the delay. */
  default void retrying(String source, String reason, Duration delay) {}

  /** A source is given up; the next one follows if there is one. */
  default void failed(String source, String reason) {}
}
