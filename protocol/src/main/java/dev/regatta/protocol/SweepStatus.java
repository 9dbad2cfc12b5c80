package dev.regatta.protocol;

/** Where a submitted sweep is, as the coordinator says on {@link Topics#CONTROL}. */
public enum SweepStatus {
  /** Accepted; nothing is planned yet. */
  SUBMITTED,
  /** Its requests are made and numbered. */
  PLANNING,
  /** Its requests are on the queues, or are put there. */
  RUNNING,
  /** Every request has a completion in the store: an aggregator may score it. */
  LANDED,
  /** Its results are in the store. */
  SCORED,
  /** Stopped by the user, to be resumed; what is still queued is void. */
  PAUSED,
  /** Stopped by the user for good; what is still queued is void. */
  CANCELLED,
  /** Ended by an error. */
  FAILED;

  /** True where it is over, unless the user asks for more; a paused sweep is not over. */
  public boolean ended() {
    return this == SCORED || this == CANCELLED || this == FAILED;
  }
}
