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
  private int queued;

  /**
   * A snapshot of the counts.
   *
   * @param planned requests walked so far; all of them once {@code planComplete}
   * @param reused requests whose outcome was there before this execution
   * @param queued requests that an earlier execution had put on the queue, where they still are
   */
  public record Counts(
      int planned, boolean planComplete, int completed, int quarantined, int reused, int queued) {
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
      return planned - reused - queued;
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

  /** Whether a planned request has its outcome already, from before this execution. */
  public synchronized boolean settled(int ordinal) {
    boolean settled = has(ordinal);
    reused += settled ? 1 : 0;
    return settled;
  }

  /** Whether a request has its outcome; says nothing of what was planned. */
  public synchronized boolean has(int ordinal) {
    return completed.contains(ordinal) || quarantined.contains(ordinal);
  }

  /** A planned request is on the queue already. */
  public synchronized void queued() {
    queued++;
  }

  /** Begins the walk of the plan anew; outcomes stay. */
  public synchronized void restart() {
    planned = 0;
    planComplete = false;
    reused = 0;
    queued = 0;
  }

  /** Quarantines so far are no outcomes any more. */
  public synchronized void retry() {
    quarantined.clear();
  }

  /** No further request will be planned. */
  public synchronized void planComplete() {
    planComplete = true;
  }

  /**
   * An outcome arrived; may come before the request is planned. An answer counts more than a
   * quarantine, whichever came first. Returns false where it changes nothing.
   */
  public synchronized boolean record(int ordinal, boolean answered) {
    if (completed.contains(ordinal)) {
      return false;
    }
    if (!answered) {
      return quarantined.checkedAdd(ordinal);
    }
    quarantined.remove(ordinal);
    completed.add(ordinal);
    return true;
  }

  public synchronized Counts counts() {
    return new Counts(
        planned, planComplete, planned(completed), planned(quarantined), reused, queued);
  }

  /** Outcomes of an earlier execution may be ahead of the walk of the plan. */
  private int planned(RoaringBitmap outcomes) {
    return planned == 0 ? 0 : outcomes.rank(planned - 1);
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
