package dev.regatta.coordinator.scale;

import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.WorkerDetails;
import java.util.List;
import java.util.Map;

/** What a worker says of itself, to be changed by a test. */
final class TestingWorker {
  static final int SLOTS = 4;

  private final String id;
  private final String model;
  private long startedMillis;
  private long nowMillis;
  private int inFlight;
  private long answered;
  private ServiceState state = ServiceState.SERVING;

  TestingWorker(String id, String model) {
    this.id = id;
    this.model = model;
  }

  TestingWorker startedLater(int seconds) {
    startedMillis += seconds * 1000L;
    nowMillis = startedMillis;
    return this;
  }

  TestingWorker later(int seconds) {
    nowMillis += seconds * 1000L;
    return this;
  }

  TestingWorker inFlight(int requests) {
    inFlight = requests;
    return this;
  }

  TestingWorker answering(int more) {
    answered += more;
    return this;
  }

  TestingWorker state(ServiceState state) {
    this.state = state;
    return this;
  }

  ServiceStatus status() {
    WorkerDetails details =
        new WorkerDetails(
            model,
            "simulated",
            "1",
            "r",
            SLOTS,
            null,
            List.of(RequestKind.GENERATE),
            Map.of(),
            SLOTS,
            inFlight,
            answered,
            0,
            0,
            0,
            true);
    return new ServiceStatus(
        id,
        ServiceKind.WORKER,
        1,
        "1",
        "host",
        1,
        state,
        startedMillis,
        nowMillis,
        null,
        details,
        null,
        null);
  }
}
