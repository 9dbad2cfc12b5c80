package dev.regatta.cli.bench;

import dev.regatta.aggregator.sink.CompletionRow;
import dev.regatta.coordinator.plan.SweepPlan;
import dev.regatta.protocol.Completion;
import dev.regatta.protocol.Origin;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.Timing;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.Store;
import dev.regatta.store.TableWriter;
import dev.regatta.worker.Runtimes;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeInfo;
import java.time.Instant;
import java.util.Map;

/** A store as {@link BenchSweep} leaves it behind, made without Kafka. */
final class BenchStore implements SweepPlan.Listener {
  /** What a sink puts in one file. */
  private static final int ROWS = 250_000;

  private final Store store;
  private final SweepPlan plan;
  private final ModelRuntime runtime;
  private TableWriter file;
  private int files;
  private int rows;

  BenchStore(int requests, Store store, BenchMethod method) {
    this.store = store;
    this.plan = new BenchSweep(requests, store, Map.of(), method).plan();
    this.runtime = Runtimes.open(Runtimes.SIMULATED, BenchSweep.MODEL, Map.of());
  }

  /** Returns the sweep's id. */
  String write() {
    plan.write(this);
    endFile();
    runtime.close();
    return plan.sweep();
  }

  @Override
  public void send(Request request) {
    if (file == null) {
      file =
          store.write(
              Tables.COMPLETIONS,
              Map.of("model", request.model()),
              String.format("part-%05d.parquet", files++));
    }
    file.write(CompletionRow.of(answered(request)));
    if (++rows % ROWS == 0) {
      endFile();
    }
  }

  @Override
  public void reuse(String model, int ordinal, boolean answered) {
    throw new IllegalStateException("The store was not empty");
  }

  private void endFile() {
    if (file != null) {
      file.commit();
      file = null;
    }
  }

  private Completion answered(Request request) {
    Answer answer = runtime.submit(request).join();
    RuntimeInfo info = runtime.info();
    Timing timing =
        new Timing(
            Instant.EPOCH.toEpochMilli() + request.ordinal(),
            0,
            answer.timeToFirstTokenSeconds(),
            answer.durationSeconds());
    Origin origin =
        new Origin("bench", 1, info.revision(), info.runtime(), info.version(), info.simulated());
    return Completion.answered(request, answer.outputs(), answer.usage(), timing, origin);
  }
}
