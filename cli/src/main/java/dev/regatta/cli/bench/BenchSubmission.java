package dev.regatta.cli.bench;

import dev.regatta.cli.ApiClient;
import dev.regatta.coordinator.api.SweepView;
import dev.regatta.coordinator.data.LocalFiles;
import dev.regatta.coordinator.perturb.PerturbationCatalog;
import dev.regatta.coordinator.perturb.PerturbationResources;
import dev.regatta.coordinator.scenario.ScenarioCatalog;
import dev.regatta.coordinator.submission.Bundle;
import dev.regatta.coordinator.sweep.SweepResolver;
import dev.regatta.fetch.FetchListener;
import dev.regatta.fetch.Fetcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The sweep of {@link BenchSweep} as files to be submitted: rows of a number each, of which the
 * scenario makes prompts of about a kilobyte.
 */
final class BenchSubmission {
  private static final String SWEEP =
      """
      name: bench
      models: [{name: %s, runtime: simulated}]
      scenarios: [{scenario: bench.yaml, args: {part: [%s]}}]
      """;

  private static final String SCENARIO =
      """
      name: bench
      parameters: {part: null}
      splits: {test: "part-{part}.jsonl"}
      id: "id{number}"
      input: "%s"
      references: answer
      adapter: {method: generation, input_prefix: "Question: ", output_prefix: "Answer: ", max_train_instances: 0}
      metrics: [%s]
      main_metric: exact_match
      """;

  private final Path directory;
  private final Path file;

  /** Writes the files. */
  BenchSubmission(int requests, Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    int parts = (requests + BenchSweep.RUN - 1) / BenchSweep.RUN;
    for (int part = 0; part < parts; part++) {
      int from = part * BenchSweep.RUN;
      writePart(part, from, Math.min(requests, from + BenchSweep.RUN));
    }
    Files.writeString(
        directory.resolve("bench.yaml"),
        SCENARIO.formatted(BenchSweep.prompt("{number}"), String.join(", ", BenchSweep.METRICS)));
    String all =
        IntStream.range(0, parts).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    this.file =
        Files.writeString(directory.resolve("sweep.yaml"), SWEEP.formatted(BenchSweep.MODEL, all));
  }

  private void writePart(int part, int from, int to) throws IOException {
    try (PrintWriter rows =
        new PrintWriter(Files.newBufferedWriter(directory.resolve("part-" + part + ".jsonl")))) {
      for (int i = from; i < to; i++) {
        rows.println("{\"number\":" + i + ",\"answer\":\"" + BenchSweep.answer(i) + "\"}");
      }
    }
  }

  /** Hands it in; returns when it is accepted. */
  SweepView submit(ApiClient api) {
    Fetcher fetcher =
        new Fetcher(directory, System.getenv(), FetchListener.NONE, HttpClient.newHttpClient());
    SweepResolver resolver =
        SweepResolver.forCluster(
            new ScenarioCatalog(fetcher, LocalFiles.anywhere()),
            new PerturbationCatalog(PerturbationResources.standard()));
    Bundle bundle = Bundle.of(resolver.resolve(file));
    return api.submit(
        bundle.manifest(),
        missing -> missing.forEach(hash -> api.upload(hash, bundle.file(hash).orElseThrow())));
  }
}
