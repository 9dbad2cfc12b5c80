package dev.regatta.cli.bench;

/** What a benchmark has measured: a record, whose components are the JSON. */
interface BenchReport {
  /** The same for people. */
  String text();
}
