package dev.regatta.coordinator.scale;

import java.time.Duration;

/**
 * What the user of a pool has said about its size.
 *
 * @param model whose queue its workers answer
 * @param min replicas that are kept also where there is nothing to do
 * @param max most replicas
 * @param gpus of each replica, as the cluster's budget counts them; 0 where it runs on processors
 * @param slots requests that one replica answers at once
 * @param priority pools of a higher one get GPUs first
 * @param weight share of the GPUs among pools of one priority; above 0
 * @param idleTime without work after which a pool goes to {@code min}
 * @param startTime from a replica's creation to its first answer, until one has been measured
 * @param targetTime in which outstanding work is to be done
 * @param costPerHour of one replica, in the user's currency; 0 where it does not count
 */
public record ScalingPolicy(
    String model,
    int min,
    int max,
    int gpus,
    int slots,
    int priority,
    double weight,
    Duration idleTime,
    Duration startTime,
    Duration targetTime,
    double costPerHour) {}
