package dev.regatta.service.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class LifeTest {
  private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

  @Test
  void partsAreClosedInReverseOrder() {
    int code =
        Life.run(
            life -> {
              life.own(() -> closed.add("first"));
              life.own(() -> closed.add("second"));
              life.stop();
            });
    assertThat(code).isZero();
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void whatFailsAtStartClosesWhatWasOpen() {
    int code =
        Life.run(
            life -> {
              life.own(() -> closed.add("open"));
              throw RegattaException.user("wrong");
            });
    assertThat(code).isEqualTo(2);
    assertThat(closed).containsExactly("open");
  }

  @Test
  void theFirstErrorDecidesTheExitCode() {
    assertThat(failing(RegattaException.user("u"))).isEqualTo(2);
    assertThat(failing(RegattaException.resource("r", null))).isEqualTo(3);
    assertThat(failing(new CompletionException(new TimeoutException("kafka")))).isEqualTo(3);
    assertThat(failing(new ConfigException("acks", "most", "no such value"))).isEqualTo(2);
    assertThat(failing(RegattaException.model("m"))).isEqualTo(1);
    assertThat(failing(new IllegalStateException("defect"))).isEqualTo(1);
  }

  @Test
  void aPartThatCannotBeClosedDoesNotKeepTheOthers() {
    int code =
        Life.run(
            life -> {
              life.own(() -> closed.add("first"));
              life.own(
                  () -> {
                    throw new IllegalStateException("stuck");
                  });
              life.stop();
            });
    assertThat(code).isEqualTo(1);
    assertThat(closed).containsExactly("first");
  }

  @Test
  void aDefectAtTheCloseEndsTheLifeToo() {
    int code =
        Life.run(
            life -> {
              life.own(() -> closed.add("first"));
              life.own(
                  () -> {
                    throw new NoClassDefFoundError("gone");
                  });
              life.stop();
            });
    assertThat(code).isEqualTo(1);
    assertThat(closed).containsExactly("first");
  }

  @Test
  void aPartThatEndsByItselfEndsTheLifeWithItsError() {
    assertThat(Life.run(life -> life.endWith(CompletableFuture.completedFuture(null)))).isZero();
    CompletableFuture<Void> failed =
        CompletableFuture.failedFuture(RegattaException.resource("kafka refuses", null));
    assertThat(Life.run(life -> life.endWith(failed))).isEqualTo(3);
  }

  @Test
  void aPartThatComesTooLateIsClosedAtOnce() {
    AtomicReference<Life> over = new AtomicReference<>();
    Life.run(
        life -> {
          over.set(life);
          life.stop();
        });
    over.get().own(() -> closed.add("late"));
    assertThat(closed).containsExactly("late");
  }

  @Test
  void aClientThatCannotBeMadeSaysWhy() {
    KafkaException error =
        new KafkaException("Failed to construct", new ConfigException("no address"));
    assertThat(Failure.of(error).error())
        .hasMessage("Kafka: Failed to construct: no address")
        .satisfies(e -> assertThat(e.category()).isEqualTo(ErrorCategory.RESOURCE));
  }

  @Test
  void aStartThatWaitsIsGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    int code =
        Life.run(
            life -> {
              life.own(() -> closed.add("open"));
              new Thread(life::stop).start();
              never.await();
            });
    assertThat(code).isZero();
    assertThat(closed).containsExactly("open");
  }

  private static int failing(RuntimeException error) {
    return Life.run(
        life -> {
          life.fail(error);
          life.fail(new IllegalStateException("later"));
        });
  }
}
