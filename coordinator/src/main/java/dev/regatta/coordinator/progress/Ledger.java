package dev.regatta.coordinator.progress;

import java.util.function.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * What became of each request of one sweep to one model: planned = completed + quarantined when all
 * is done. Safe for use by several threads.
 */
public final class Ledger {
  private final RoaringBitmap completed = new RoaringBitmap();
  private final RoaringBitmap quarantined = new RoaringBitmap();
  private int planned;
  private boolean planComplete;
  private int reused;

  /** A snapshot of the counts. */
  public record Counts(
      int planned, boolean planComplete, int completed, int quarantined, int reused) {
    /** Requests without an outcome so far. */
    public int open() {
      return planned - completed - quarantined;
    }

    /** True where every request of the whole plan has its outcome. */
    public boolean balanced() {
      return planComplete && open() == 0;
    }

    /** Requests that this execution had to send. */
    public int sent() {
      return planned - reused;
    }
  }

  /** Ordinals come in order, from 0. */
  public synchronized void plan(int ordinal) {
    if (ordinal != planned) {
      throw new IllegalStateException("Expected ordinal " + planned + ", got " + ordinal);
    }
    planned++;
  }

  /** The store had the outcome of this planned request before. */
  public synchronized void reuse(int ordinal, boolean answered) {
    reused++;
    record(ordinal, answered);
  }

  /** No further request will be planned. */
  public synchronized void planComplete() {
    planComplete = true;
  }

  /**
   * An outcome arrived. The first one counts, but an answer takes the place of a quarantine.
   * Returns false for an outcome that changes nothing.
   */
  public synchronized boolean record(int ordinal, boolean answered) {
    if (completed.contains(ordinal) || !answered && quarantined.contains(ordinal)) {
      return false;
    }
    if (answered) {
      quarantined.remove(ordinal);
    }
    (answered ? completed : quarantined).add(ordinal);
    return true;
  }

  public synchronized Counts counts() {
    return new Counts(
        planned, planComplete, completed.getCardinality(), quarantined.getCardinality(), reused);
  }

  /** Ordinals that have no outcome, in ascending order. */
  public void forEachOpen(IntConsumer consumer) {
    RoaringBitmap open;
    synchronized (this) {
      open = new RoaringBitmap();
      open.add(0L, planned);
      open.andNot(completed);
      open.andNot(quarantined);
    }
    open.forEach((org.roaringbitmap.IntConsumer) consumer::accept);
  }
}
