package dev.regatta.coordinator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.protocol.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.LongSupplier;

/**
 * What is known of a lease, and what may be done about it. Whoever holds it writes it again and
 * again; one that nobody has written for its whole duration, as seen from here, may be taken.
 * Clocks of machines are not compared.
 */
final class Election {
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubeApi api;
  private final String lease;
  private final String self;
  private final Duration duration;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private JsonNode seen;
  private long seenAt;
  private boolean leads;
  private long renewedAt;

  Election(
      KubeApi api,
      String lease,
      String self,
      Duration duration,
      Clock clock,
      LongSupplier nanoTime) {
    this.api = api;
    this.lease = lease;
    this.self = self;
    this.duration = duration;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  boolean leads() {
    return leads;
  }

  /**
   * Holds on to the lease, or takes it where it may be taken.
   *
   * @throws KubeException where that is not known; {@link #isOver} says whether it still leads
   */
  void attempt() {
    long now = nanoTime.getAsLong();
    try {
      if (!leads || seen == null) {
        look();
      }
      if (seen == null || leads || free()) {
        write(self, now);
      }
    } catch (KubeException e) {
      if (e.conflict() || e.notFound()) {
        // Another one has written, or it was deleted: look before the next attempt.
        boolean mine = leads;
        leads = false;
        look();
        leads = mine && holder().equals(self);
        return;
      }
      throw e;
    }
  }

  /**
   * Whether a leader that cannot renew must stop: well before another one may take the lease, so
   * that requests on their way are over by then.
   */
  boolean isOver() {
    return leads && nanoTime.getAsLong() - renewedAt > duration.toNanos() * 2 / 3;
  }

  void giveUp() {
    leads = false;
    seen = null;
  }

  /** Lets others have it at once. */
  void release() {
    if (leads) {
      leads = false;
      write("", nanoTime.getAsLong());
      leads = false;
    }
  }

  private void look() {
    JsonNode found;
    try {
      found = api.get(KubeResource.LEASES, lease);
    } catch (KubeException e) {
      if (!e.notFound()) {
        throw e;
      }
      found = null;
    }
    if (found == null || seen == null || !version(found).equals(version(seen))) {
      seenAt = nanoTime.getAsLong();
    }
    seen = found;
  }

  private boolean free() {
    return holder().isEmpty()
        || holder().equals(self)
        || nanoTime.getAsLong() - seenAt > held().toNanos();
  }

  /** What its holder promises, which may be set otherwise than here. */
  private Duration held() {
    long seconds = seen.path("spec").path("leaseDurationSeconds").asLong();
    return seconds > 0 ? Duration.ofSeconds(seconds) : duration;
  }

  private String holder() {
    return seen == null ? "" : seen.path("spec").path("holderIdentity").asText();
  }

  private void write(String holder, long now) {
    JsonNode body = body(holder);
    JsonNode written =
        seen == null
            ? api.create(KubeResource.LEASES, body)
            : api.replace(KubeResource.LEASES, lease, body);
    seen = written;
    seenAt = nanoTime.getAsLong();
    leads = holder.equals(self);
    renewedAt = now;
  }

  private ObjectNode body(String holder) {
    String now = MICRO_TIME.format(clock.instant());
    ObjectNode body = seen == null ? Json.MAPPER.createObjectNode() : (ObjectNode) seen.deepCopy();
    body.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    body.withObject("/metadata").put("name", lease);
    boolean passes = !holder().equals(holder);
    ObjectNode spec = body.withObject("/spec");
    spec.put("holderIdentity", holder);
    spec.put("leaseDurationSeconds", Math.max(1, duration.toSeconds()));
    spec.put("renewTime", now);
    if (passes) {
      spec.put("acquireTime", now);
      spec.put("leaseTransitions", spec.path("leaseTransitions").asInt() + (seen == null ? 0 : 1));
    }
    return body;
  }

  private static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }
}
