package dev.regatta.worker.queue;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the lanes of a worker have done. */
final class Tally {
  final LongAdder answered = new LongAdder();
  final LongAdder quarantined = new LongAdder();
  final LongAdder released = new LongAdder();
  final LongAdder discarded = new LongAdder();

  /** Deliveries that were none: the requests are on the queue anew. */
  final LongAdder setAside = new LongAdder();

  WorkerCounts counts() {
    return new WorkerCounts(answered.sum(), quarantined.sum(), released.sum(), discarded.sum());
  }
}
