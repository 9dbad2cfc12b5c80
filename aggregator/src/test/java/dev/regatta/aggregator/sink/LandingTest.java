package dev.regatta.aggregator.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regatta.protocol.Completion;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.Topics;
import dev.regatta.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingTest {
  private static final LandedFile FILE = new LandedFile("0123456789abcdef", 0, 0);
  private static final int LONG = 1 << 20;

  @TempDir private Path directory;
  private Landing landing;

  @BeforeEach
  void open() {
    Store store = Store.open(directory.toString());
    landing = new Landing(store, new SeenOrdinals(store));
  }

  @AfterEach
  void abort() {
    landing.abort();
  }

  @Test
  void longAnswersAreSeenBeforeThereAreManyOfThem() {
    for (int i = 0; i < 5; i++) {
      landing.add(record(Json.bytes(answer(i, noise(i)))), FILE);
    }
    assertThat(landing.bytes()).isGreaterThan(4L * LONG);
  }

  @Test
  void whatCannotBeReadTakesMemoryToo() {
    for (int i = 0; i < 5; i++) {
      landing.add(record(noise(i).getBytes(java.nio.charset.StandardCharsets.UTF_8)), FILE);
    }
    assertThat(landing.refused()).isEqualTo(5);
    assertThat(landing.bytes()).isGreaterThan(4L * LONG);
  }

  @Test
  void anAnswerWithoutOutputsIsSetAside() {
    Completion some = Completions.answer("m", 7);
    Completion empty =
        new Completion(
            some.requestId(),
            some.sweep(),
            some.model(),
            some.ordinal(),
            List.of(),
            some.usage(),
            some.timing(),
            some.origin(),
            null);
    landing.add(record(Json.bytes(empty)), FILE);
    assertThat(landing.refused()).isEqualTo(1);
    landing.add(record(Json.bytes(some)), FILE);
    assertThat(landing.rows()).isEqualTo(1);
  }

  private static Completion answer(long ordinal, String text) {
    Completion some = Completions.answer("m", ordinal);
    return new Completion(
        some.requestId(),
        some.sweep(),
        some.model(),
        some.ordinal(),
        List.of(new Output(text, -1, List.of(), FinishReason.STOP)),
        some.usage(),
        some.timing(),
        some.origin(),
        null);
  }

  private static String noise(int seed) {
    return new Random(seed)
        .ints(LONG, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
    return new ConsumerRecord<>(Topics.COMPLETIONS, 0, 0, null, value);
  }
}
