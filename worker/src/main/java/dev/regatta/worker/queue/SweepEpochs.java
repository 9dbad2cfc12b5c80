package dev.regatta.worker.queue;

import dev.regatta.protocol.Request;
import dev.regatta.protocol.SweepControl;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which requests still count: the coordinator raises a sweep's epoch when it is paused or
 * cancelled, and what was queued before is void. A worker that learns of it late only answers a
 * request too many.
 */
public final class SweepEpochs {
  private final Map<String, Integer> least = new ConcurrentHashMap<>();

  /** Takes the coordinator's word on a sweep. */
  public void apply(SweepControl control) {
    if (control.epoch() > 0) {
      least.put(control.id(), control.epoch());
    }
  }

  boolean isVoid(Request request) {
    return !least.isEmpty() && request.epoch() < least.getOrDefault(request.sweep(), 0);
  }
}
