package dev.regatta.cli.bench;

import dev.regatta.cli.cluster.TopicContents;
import dev.regatta.protocol.CompletionKey;
import dev.regatta.protocol.Topics;
import java.util.BitSet;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the topics tell of a sweep over one model that was killed and went on, when all is over.
 *
 * @param published records on the queue
 * @param answers completions
 * @param answeredBefore requests that had a completion before the restart
 * @param firstPublished epoch milliseconds of the first record on the queue after the restart
 * @param firstNewAnswer epoch milliseconds of the first completion, after the restart, of a request
 *     that had none before
 */
record TopicHistory(
    long published,
    long answers,
    long answeredBefore,
    Optional<Long> firstPublished,
    Optional<Long> firstNewAnswer) {

  /**
   * Reads both topics from their beginnings to their ends.
   *
   * @param restart epoch milliseconds
   */
  static TopicHistory read(String bootstrapServers, String model, long restart) {
    Counter queue = new Counter();
    TopicContents.forEach(
        bootstrapServers, Topics.requests(model), message -> queue.count(message, restart));
    BitSet before = new BitSet();
    Counter completions = new Counter();
    TopicContents.forEach(
        bootstrapServers,
        Topics.COMPLETIONS,
        message -> {
          completions.total++;
          if (message.timestamp() < restart) {
            before.set(ordinal(message));
          }
        });
    Counter fresh = new Counter();
    TopicContents.forEach(
        bootstrapServers,
        Topics.COMPLETIONS,
        message -> {
          if (!before.get(ordinal(message))) {
            fresh.count(message, restart);
          }
        });
    return new TopicHistory(
        queue.total,
        completions.total,
        before.cardinality(),
        Optional.ofNullable(queue.first),
        Optional.ofNullable(fresh.first));
  }

  /** Records, and the earliest since the restart. */
  private static final class Counter {
    long total;
    Long first;

    void count(ConsumerRecord<byte[], byte[]> message, long restart) {
      total++;
      if (message.timestamp() >= restart && (first == null || message.timestamp() < first)) {
        first = message.timestamp();
      }
    }
  }

  private static int ordinal(ConsumerRecord<byte[], byte[]> completion) {
    return (int) CompletionKey.parse(completion.key()).orElseThrow().ordinal();
  }
}
