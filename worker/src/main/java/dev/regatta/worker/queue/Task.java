package dev.regatta.worker.queue;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A request in the hands of one lane; touched by the lane's thread only. */
final class Task {
  private final ConsumerRecord<byte[], byte[]> taken;
  private Delivery delivery;

  /** The record as last handed out: the one the consumer wants to see acknowledged. */
  ConsumerRecord<byte[], byte[]> record;

  /** What becomes of the request; null while that is open. */
  AcknowledgeType verdict;

  /** True between a renewal and the poll that hands the record out again. */
  boolean renewing;

  Task(ConsumerRecord<byte[], byte[]> record) {
    this.taken = record;
    this.record = record;
  }

  /** What was taken, read when it is first asked for: much is taken before its turn comes. */
  Delivery delivery() {
    if (delivery == null) {
      delivery = Delivery.read(taken);
    }
    return delivery;
  }

  /** The same request, for an attempt that begins when its record is acknowledged already. */
  Task acknowledged() {
    return new Task(taken);
  }

  /** Whether it takes an announcement back; found out without reading the request. */
  boolean recalls() {
    return Delivery.recalls(taken);
  }

  /** Decides what becomes of the request; what it asked for is not needed any more. */
  void end(AcknowledgeType decision) {
    verdict = decision;
    delivery = null;
  }
}
