package dev.regatta.service.registry;

import dev.regatta.protocol.AggregatorDetails;
import dev.regatta.protocol.CoordinatorDetails;
import dev.regatta.protocol.ProtocolVersion;
import dev.regatta.protocol.ServiceKind;
import dev.regatta.protocol.ServiceState;
import dev.regatta.protocol.ServiceStatus;
import dev.regatta.protocol.WorkerDetails;
import dev.regatta.service.life.Release;
import dev.regatta.service.settings.Setting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;

/** Who a service is and how it is at present: all of its {@link ServiceStatus} but the details. */
public final class Presence {
  private static final String HOST = host();
  private static final long PID = ProcessHandle.current().pid();

  private final String id;
  private final Clock clock;
  private final long startedAtMillis;
  private volatile State state = new State(ServiceState.STARTING, null);

  private record State(ServiceState state, String message) {}

  /**
   * @param id unique in the cluster
   */
  public Presence(String id, Clock clock) {
    this.id = id;
    this.clock = clock;
    this.startedAtMillis = clock.millis();
  }

  /** The setting of a service's id, by default made of its name, host and process. */
  public static Setting<String> id(String service) {
    return Setting.text("id", "Name of this process, unique in the cluster")
        .withDefault(service + "-" + HOST + "-" + PID, service + "-HOST-PID");
  }

  public String id() {
    return id;
  }

  /** A new state, about which there is nothing to say. */
  public void is(ServiceState now) {
    is(now, null);
  }

  /**
   * As {@link #is(ServiceState)}. Who drains does nothing else any more: later words are void.
   *
   * @param message what is waited for, or what the user should know; null for nothing
   */
  public synchronized void is(ServiceState now, String message) {
    if (state.state() != ServiceState.DRAINING) {
      state = new State(now, message);
    }
  }

  public ServiceStatus of(WorkerDetails details) {
    return status(ServiceKind.WORKER, details, null, null);
  }

  public ServiceStatus of(AggregatorDetails details) {
    return status(ServiceKind.AGGREGATOR, null, details, null);
  }

  public ServiceStatus of(CoordinatorDetails details) {
    return status(ServiceKind.COORDINATOR, null, null, details);
  }

  private ServiceStatus status(
      ServiceKind kind,
      WorkerDetails worker,
      AggregatorDetails aggregator,
      CoordinatorDetails coordinator) {
    State now = state;
    return new ServiceStatus(
        id,
        kind,
        ProtocolVersion.CURRENT.version(),
        Release.VERSION,
        HOST,
        PID,
        now.state(),
        startedAtMillis,
        clock.millis(),
        now.message(),
        worker,
        aggregator,
        coordinator);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A machine that does not know its own name still has an address.
      return InetAddress.getLoopbackAddress().getHostName();
    }
  }
}
