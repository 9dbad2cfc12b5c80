package dev.regatta.aggregator.statistics;

/** What tells the statistics of a run apart: HELM's MetricName. */
public record StatKey(String metric, Context context) {}
