package dev.regatta.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The broker's settings: one node, no replication, small and quick. */
final class BrokerSettings {
  static final String CONTROLLER = "CONTROLLER";
  private static final String BROKER = "BROKER";

  /** The broker's own, where clients need a password. */
  private static final String INTERNAL = "INTERNAL";

  private BrokerSettings() {}

  static Map<String, Object> of(Path data, int brokerPort, int controllerPort) {
    Map<String, Object> settings = new HashMap<>();
    listeners(settings, brokerPort, controllerPort);
    singleNode(settings);
    shareGroups(settings);
    settings.put("log.dirs", data.toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("message.max.bytes", EmbeddedBroker.MAX_MESSAGE_BYTES);
    settings.put("replica.fetch.max.bytes", EmbeddedBroker.MAX_MESSAGE_BYTES);
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.min.session.timeout.ms", "1000");
    settings.put("log.cleaner.dedupe.buffer.size", "16777216");
    // After a hard kill the next start waits until the old registration has run out.
    settings.put("broker.session.timeout.ms", "1500");
    settings.put("broker.heartbeat.interval.ms", "500");
    return settings;
  }

  /** As {@link #of}, with another listener for clients, which asks for TLS and a password. */
  static Map<String, Object> secured(
      Map<String, Object> plain, BrokerSecurity security, int internalPort) {
    Map<String, Object> settings = new HashMap<>(plain);
    String internal = INTERNAL + "://127.0.0.1:" + internalPort;
    settings.put("listeners", plain.get("listeners") + "," + internal);
    settings.put("advertised.listeners", plain.get("advertised.listeners") + "," + internal);
    settings.put(
        "listener.security.protocol.map",
        BROKER + ":SASL_SSL," + INTERNAL + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    settings.put("inter.broker.listener.name", INTERNAL);
    settings.putAll(security.settings(BROKER));
    return settings;
  }

  private static void listeners(Map<String, Object> settings, int brokerPort, int controllerPort) {
    String broker = BROKER + "://127.0.0.1:" + brokerPort;
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("listeners", broker + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
    settings.put("advertised.listeners", broker);
    settings.put(
        "listener.security.protocol.map", BROKER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    settings.put("inter.broker.listener.name", BROKER);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("controller.quorum.bootstrap.servers", "127.0.0.1:" + controllerPort);
  }

  private static void singleNode(Map<String, Object> settings) {
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "2");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "4");
  }

  /** Bounds within which a queue may choose: short locks for tests, an hour for slow models. */
  private static void shareGroups(Map<String, Object> settings) {
    settings.put("group.share.min.record.lock.duration.ms", "1000");
    settings.put("group.share.max.record.lock.duration.ms", "3600000");
    settings.put("group.share.min.session.timeout.ms", "1000");
    settings.put("group.share.min.heartbeat.interval.ms", "100");
    // A killed worker's partitions stand still for a session; a joining one waits for an
    // assignment.
    settings.put("group.share.session.timeout.ms", "10000");
    settings.put("group.share.heartbeat.interval.ms", "1000");
    settings.put("group.share.assignment.interval.ms", "100");
    settings.put("group.share.initialize.retry.interval.ms", "1000");
    settings.put("group.share.partition.max.record.locks", "4000");
  }
}
