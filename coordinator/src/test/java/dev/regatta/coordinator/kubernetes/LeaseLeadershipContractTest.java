package dev.regatta.coordinator.kubernetes;

import dev.regatta.coordinator.control.Leadership;
import dev.regatta.coordinator.control.LeadershipContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class LeaseLeadershipContractTest extends LeadershipContract {
  private FakeKube kube;

  @BeforeEach
  void open() throws Exception {
    kube = new FakeKube();
  }

  @AfterEach
  void close() {
    kube.close();
  }

  @Override
  protected Leadership stand(String name, Leadership.Listener listener) {
    return LeaseLeadership.stand(
        kube.api(), "regatta-coordinator", name, Duration.ofSeconds(2), listener);
  }
}
