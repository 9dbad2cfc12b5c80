package dev.regatta.coordinator.control;

import java.util.concurrent.CompletionStage;

/**
 * Which of several coordinators plans and writes. At most one leads at a time as far as each of
 * them knows; what a former leader still believes is kept out by {@link ControlWriter}'s fence.
 */
public interface Leadership extends AutoCloseable {

  /** Told of changes, by one thread; must be quick. */
  interface Listener {
    /** This coordinator leads from now on. */
    void elected();

    /** This coordinator does not lead any more. */
    void deposed();
  }

  /**
   * Completes when this coordinator does not stand for election any more: by {@link #close}, or
   * with an error where it cannot take part. It has been deposed then.
   */
  CompletionStage<Void> termination();

  /** Gives leadership back, so that another one has it at once. */
  @Override
  void close();
}
