package dev.regatta.aggregator.summary;

import dev.regatta.aggregator.statistics.Stat;
import dev.regatta.protocol.Perturbation;

/** A statistic of a run. */
public record NamedStat(
    String metric, String split, String subSplit, Perturbation perturbation, Stat stat) {}
