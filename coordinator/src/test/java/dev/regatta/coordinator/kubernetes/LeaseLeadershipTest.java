package dev.regatta.coordinator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.coordinator.control.Leadership;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Exchanger;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time passes only where a test says so, for all candidates together. */
class LeaseLeadershipTest {
  private static final String LEASE = "regatta-coordinator";
  private static final Duration DURATION = Duration.ofSeconds(10);

  private final AtomicLong nanos = new AtomicLong();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private FakeKube kube;

  @BeforeEach
  void open() throws Exception {
    kube = new FakeKube();
  }

  @AfterEach
  void close() {
    kube.close();
  }

  @Test
  void theFirstOneLeadsAndTheSecondStandsBy() throws Exception {
    try (Candidate one = new Candidate("one")) {
      one.step();
      try (Candidate two = new Candidate("two")) {
        for (int i = 0; i < 30; i++) {
          one.step();
          two.step();
          pass(Duration.ofSeconds(1));
        }
        assertThat(told).containsExactly("one elected");
        assertThat(holder()).isEqualTo("one");
      }
    }
  }

  @Test
  void whoEndsInOrderIsFollowedAtOnce() throws Exception {
    Candidate one = new Candidate("one");
    one.step();
    try (Candidate two = new Candidate("two")) {
      two.step();
      one.close();
      two.step();
      assertThat(told).containsExactly("one elected", "one deposed", "two elected");
    }
  }

  @Test
  void whoDiesIsFollowedWhenTheLeaseIsOver() throws Exception {
    try (Candidate one = new Candidate("one");
        Candidate two = new Candidate("two")) {
      one.step();
      two.step();
      // From here on the first one is not heard of.
      for (int i = 0; i < 10; i++) {
        pass(Duration.ofSeconds(1));
        two.step();
      }
      assertThat(told).containsExactly("one elected");
      pass(Duration.ofSeconds(1));
      two.step();
      assertThat(told).containsExactly("one elected", "two elected");
      // And when it comes back, it knows at once.
      one.step();
      assertThat(told).containsExactly("one elected", "two elected", "one deposed");
    }
  }

  @Test
  void whoCannotRenewStopsBeforeAnotherOneMayLead() throws Exception {
    try (Candidate one = new Candidate("one")) {
      one.step();
      for (int i = 0; i < 6; i++) {
        pass(Duration.ofSeconds(1));
        kube.fail("PUT leases/" + LEASE, 500);
        one.step();
      }
      assertThat(told).containsExactly("one elected");
      pass(Duration.ofSeconds(1));
      kube.fail("PUT leases/" + LEASE, 500);
      one.step();
      assertThat(told).containsExactly("one elected", "one deposed");
      one.step();
      assertThat(told).containsExactly("one elected", "one deposed", "one elected");
    }
  }

  @Test
  void ofTwoThatWriteAtOnceOneLeads() throws Exception {
    try (Candidate one = new Candidate("one")) {
      one.step();
      kube.objects().merge("leases", LEASE, PoolsFixture.yaml("{spec: {holderIdentity: thief}}"));
      one.step();
      assertThat(told).containsExactly("one elected", "one deposed");
    }
  }

  @Test
  void aLeaseThatWasDeletedIsTakenAgain() throws Exception {
    try (Candidate one = new Candidate("one")) {
      one.step();
      kube.objects().delete("leases", LEASE);
      one.step();
      one.step();
      assertThat(holder()).isEqualTo("one");
    }
  }

  @Test
  void whoIsNotAllowedToEnds() throws Exception {
    kube.fail("GET leases/" + LEASE, 403);
    try (Candidate one = new Candidate("one")) {
      one.stand();
      assertThatThrownBy(
              () -> one.leadership.termination().toCompletableFuture().get(10, TimeUnit.SECONDS))
          .hasMessageContaining("read leases.coordination.k8s.io in namespace ns")
          .hasMessageContaining("docs/kubernetes.md");
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private String holder() {
    return kube.objects().get("leases", LEASE).at("/spec/holderIdentity").asText();
  }

  /** One that looks at the lease whenever it is told to. */
  private final class Candidate implements AutoCloseable {
    private final Exchanger<Boolean> turns = new Exchanger<>();
    private final String name;
    private Leadership leadership;

    Candidate(String name) {
      this.name = name;
    }

    void stand() {
      leadership =
          LeaseLeadership.stand(
              kube.api(),
              LEASE,
              name,
              DURATION,
              listener(name),
              Clock.systemUTC(),
              nanos::get,
              time -> {
                turns.exchange(true);
                turns.exchange(true);
              });
    }

    /** Lets it look once, and waits until it has. */
    void step() throws InterruptedException, TimeoutException {
      if (leadership == null) {
        stand();
      } else {
        turns.exchange(true, 10, TimeUnit.SECONDS);
      }
      turns.exchange(true, 10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      leadership.close();
    }
  }

  private Leadership.Listener listener(String name) {
    return new Leadership.Listener() {
      @Override
      public void elected() {
        told.add(name + " elected");
      }

      @Override
      public void deposed() {
        told.add(name + " deposed");
      }
    };
  }
}
