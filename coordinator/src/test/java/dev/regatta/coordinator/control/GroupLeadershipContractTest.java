package dev.regatta.coordinator.control;

import dev.regatta.broker.EmbeddedBroker;
import dev.regatta.service.registry.ClusterTopics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class GroupLeadershipContractTest extends LeadershipContract {
  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static Map<String, Object> kafka;

  @BeforeAll
  static void open() {
    broker = EmbeddedBroker.start(directory);
    kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    ClusterTopics.ensure(kafka, 1);
  }

  @AfterAll
  static void close() {
    broker.close();
  }

  @Override
  protected Leadership stand(String name, Leadership.Listener listener) {
    return GroupLeadership.stand(kafka, Optional.of(name), listener);
  }
}
