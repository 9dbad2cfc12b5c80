package dev.regatta.coordinator.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every way to choose the leading coordinator does, at its own pace. */
public abstract class LeadershipContract {
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** Stands for election under a name. */
  protected abstract Leadership stand(String name, Leadership.Listener listener);

  @Test
  void oneLeadsAndWhoEndsIsFollowedByTheNext() throws Exception {
    Leadership first = stand("first");
    assertThat(next()).isEqualTo("first elected");
    try (Leadership second = stand("second")) {
      first.close();
      assertThat(next()).isEqualTo("first deposed");
      assertThat(first.termination().toCompletableFuture()).isCompleted();
      assertThat(next()).isEqualTo("second elected");
      assertThat(second.termination().toCompletableFuture()).isNotDone();
    }
    assertThat(next()).isEqualTo("second deposed");
    assertThat(told).isEmpty();
  }

  @Test
  void whoComesLaterTakesNothingAway() throws Exception {
    try (Leadership first = stand("first")) {
      assertThat(next()).isEqualTo("first elected");
      stand("second").close();
      assertThat(first.termination().toCompletableFuture()).isNotDone();
      assertThat(told).isEmpty();
    }
    assertThat(next()).isEqualTo("first deposed");
  }

  private String next() throws InterruptedException {
    return told.poll(60, TimeUnit.SECONDS);
  }

  private Leadership stand(String name) {
    return stand(
        name,
        new Leadership.Listener() {
          @Override
          public void elected() {
            told.add(name + " elected");
          }

          @Override
          public void deposed() {
            told.add(name + " deposed");
          }
        });
  }
}
