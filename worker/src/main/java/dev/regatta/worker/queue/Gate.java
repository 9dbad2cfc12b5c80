package dev.regatta.worker.queue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets the lanes of a worker run together, or one alone: a request that is suspected of killing
 * workers must not take others along. Fair, so that neither side starves.
 */
final class Gate {
  private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final AtomicBoolean claimed = new AtomicBoolean();

  /** Takes the one place of those who want to run alone; kept until {@link #giveUpClaim}. */
  boolean tryClaimAlone() {
    return claimed.compareAndSet(false, true);
  }

  void giveUpClaim() {
    claimed.set(false);
  }

  boolean tryEnterTogether(Duration patience) throws InterruptedException {
    return lock.readLock().tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  void leaveTogether() {
    lock.readLock().unlock();
  }

  boolean tryEnterAlone(Duration patience) throws InterruptedException {
    return lock.writeLock().tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  void leaveAlone() {
    lock.writeLock().unlock();
  }
}
