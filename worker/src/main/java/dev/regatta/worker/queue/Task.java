package dev.regatta.worker.queue;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A request in the hands of one lane; touched by the lane's thread only. */
final class Task {
  final Delivery delivery;

  /** The record as last handed out: the one the consumer wants to see acknowledged. */
  ConsumerRecord<byte[], byte[]> record;

  /** What becomes of the request; null while that is open. */
  AcknowledgeType verdict;

  /** True between a renewal and the poll that hands the record out again. */
  boolean renewing;

  Task(ConsumerRecord<byte[], byte[]> record) {
    this.delivery = Delivery.read(record);
    this.record = record;
  }
}
