package dev.regatta.coordinator.plan;

import dev.regatta.coordinator.adapt.Prompt;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.protocol.AdapterSpec;
import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.Json;
import dev.regatta.protocol.Perturbation;
import dev.regatta.protocol.table.Tables;
import dev.regatta.store.TableWriter;
import java.util.List;

/** Writes the plan's tables, run by run. */
final class PlanTables implements PlanVisitor, AutoCloseable {
  private final PlanFiles files;
  private int run;
  private TableWriter requests;
  private TableWriter instances;
  private Decoding lastDecoding;
  private String lastDecodingJson;

  PlanTables(PlanFiles files) {
    this.files = files;
  }

  @Override
  public void instance(PlannedRun run, long ordinal, Instance instance) {
    if (instances == null) {
      open();
    }
    instances.write(
        run.spec().name(),
        ordinal,
        instance.id(),
        instance.split(),
        instance.subSplit(),
        key(instance.perturbation()),
        instance.input(),
        instance.references().stream().map(r -> new Object[] {r.text(), r.tags()}).toList(),
        instance.extra().isEmpty() ? null : Json.text(instance.extra()));
  }

  @Override
  public void request(PlannedRequest request) {
    Prompt prompt = request.prompt();
    Instance instance = request.instance();
    Integer reference = prompt.referenceIndex();
    requests.write(
        request.run().spec().name(),
        request.run().model().name(),
        (long) request.ordinal(),
        request.id().toString(),
        request.duplicate(),
        request.instanceOrdinal(),
        instance.id(),
        instance.split(),
        instance.subSplit(),
        key(instance.perturbation()),
        request.trial(),
        reference,
        prompt.requestMode(),
        prompt.kind().name(),
        prompt.text(),
        prompt.messages() == null ? null : Json.text(prompt.messages()),
        prompt.continuation(),
        json(request.decoding()),
        instance.references().size(),
        golds(instance),
        reference != null && instance.references().get(reference).correct(),
        prompt.outputMapping() == null ? null : Json.text(prompt.outputMapping()),
        prompt.trainInstances(),
        prompt.truncated(),
        prompt.conditioningTokens(),
        promptTokens(request),
        referenceTokens(request),
        null);
  }

  /** As HELM counts them, which does not ask the engine. */
  private static Integer promptTokens(PlannedRequest request) {
    PlannedRun run = request.run();
    return run.spec().helm() == null
        ? null
        : run.window().map(window -> window.countTokens(request.prompt().text())).orElse(null);
  }

  private static Integer referenceTokens(PlannedRequest request) {
    PlannedRun run = request.run();
    if (!run.spec().adapter().method().equals(AdapterSpec.RANKING_BINARY)) {
      return null;
    }
    int reference = request.prompt().referenceIndex();
    String text = " " + request.instance().references().get(reference).text();
    return run.window().map(window -> window.countTokens(text)).orElse(null);
  }

  @Override
  public void endOfRun(PlannedRun ended) {
    run++;
    if (instances != null) {
      instances.commit();
      requests.commit();
      instances = null;
      requests = null;
    }
  }

  /** Gives up the files of an unfinished run. */
  @Override
  public void close() {
    if (instances != null) {
      instances.abort();
      requests.abort();
    }
  }

  private void open() {
    requests = files.write(Tables.REQUESTS, run);
    instances = files.write(Tables.INSTANCES, run);
  }

  private static String key(Perturbation perturbation) {
    return perturbation == null ? null : perturbation.key();
  }

  private static List<String> golds(Instance instance) {
    return instance.allCorrect().stream().map(Reference::text).toList();
  }

  private String json(Decoding decoding) {
    if (!decoding.equals(lastDecoding)) {
      lastDecoding = decoding;
      lastDecodingJson = Json.text(decoding);
    }
    return lastDecodingJson;
  }
}
